"""Where a reader stopped in a week."""

from typing import ClassVar

from django.db import models

from programme.models.content import Week
from programme.models.enrolment import Enrolment


class Bookmark(models.Model):
    """The last piece of a week that a client said to have read, by its id. For the client's page alone: no desk reads it."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="+")
    week = models.ForeignKey(Week, models.CASCADE, related_name="+")
    piece = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["enrolment", "week"], name="one_bookmark_a_week")]

    def __str__(self) -> str:
        return str(self.pk)
