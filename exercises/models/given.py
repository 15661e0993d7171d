"""What stands beside the exercises of a week: a practice that was done, an exercise given to one person."""

from typing import ClassVar, Self

from django.db import models

from accounts.models import User
from programme.models import Enrolment, Exercise, Week


class Practised(models.Model):
    """A practice of a week that its client called done. One counts for the week as exercise a does."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="practised")
    week = models.ForeignKey(Week, models.PROTECT, related_name="+")
    piece = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["enrolment", "week", "piece"], name="practised_once_a_week")]

    def __str__(self) -> str:
        return str(self.pk)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def of(self, enrolment: Enrolment) -> Self:
        return self.filter(enrolment=enrolment)

    def standing(self) -> Self:
        """Given, and not taken back."""
        return self.filter(retired_at=None)


class Assignment(models.Model):
    """An exercise that a coach gave one person besides the weeks. It stands in the week that is open last."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="assignments")
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["enrolment", "exercise"], name="an_exercise_given_once")]

    def __str__(self) -> str:
        return str(self.pk)
