"""The secret address under which a calendar follows the openings of one enrolment."""

from uuid import uuid4

from django.db import models

from programme.models.enrolment import Enrolment


class CalendarFeed(models.Model):
    """Who knows `token` may read the moments, and nothing else. A new token, or no row, and the old address is nowhere."""

    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="calendar_feed")
    token = models.UUIDField(default=uuid4, unique=True, editable=False)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)
