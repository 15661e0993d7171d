"""When each week of each enrolment opens, and the one rule that says what may be seen."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from programme.models.content import Week
from programme.models.enrolment import Enrolment, Status


class Block(models.TextChoices):
    NOTHING = "", _("nothing")
    COVER = "cover", _("not covered yet")
    HOLD = "hold", _("held by the coach")


def may_be_seen(now: datetime) -> models.Q:
    """The one rule: what was opened, and what is due. A pure read, so a stopped worker makes nobody wait."""
    due = models.Q(opens_at__lte=now, blocked_by="", enrolment__status=Status.ACTIVE, week__live=True)
    return models.Q(opened_at__isnull=False) | due


class ReleaseQuerySet(models.QuerySet["Release"]):
    def due(self, now: datetime) -> Self:
        """To be stamped: its moment has come, nothing blocks it, the enrolment is active, the week is live."""
        return self.filter(opened_at=None, opens_at__lte=now, blocked_by="", enrolment__status=Status.ACTIVE, week__live=True)

    def visible(self, now: datetime) -> Self:
        return self.filter(may_be_seen(now))

    def with_seen(self, now: datetime) -> Self:
        """Each with `seen`: whether it is visible now."""
        return self.annotate(seen=models.ExpressionWrapper(may_be_seen(now), output_field=models.BooleanField()))

    def unopened(self) -> Self:
        return self.filter(opened_at=None)

    def of(self, enrolment: Enrolment) -> Self:
        return self.filter(enrolment=enrolment)

    def overdue(self, now: datetime) -> Self:
        """Due but not stamped, the oldest first."""
        return self.due(now).order_by("opens_at")


class Release(models.Model):
    """One week of one enrolment. `held_at` is the coach's hold; `blocked_by` is derived and written by `release.regate` only."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="releases")
    week = models.ForeignKey(Week, models.PROTECT, related_name="releases")
    opens_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    announced_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    blocked_by = models.CharField(max_length=5, choices=Block, blank=True, default="")
    moved_by_hand = models.BooleanField(default=False)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["enrolment", "week"], name="one_release_a_week")]
        indexes: ClassVar = [
            # What the sweep asks every half a minute; what is open or blocked, in time nearly everything, is not in it.
            models.Index(fields=["opens_at", "enrolment"], condition=models.Q(opened_at=None, blocked_by=""), name="release_to_open"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Sweep(models.Model):
    """When the last sweep ran: one row. A `now` far past it means a wrong clock or a long silence."""

    last_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_sweep")]

    def __str__(self) -> str:
        return str(self.last_at)
