"""Who follows which programme, from when, and all that changes its dates."""

from datetime import date, datetime, timedelta
from typing import ClassVar, Self
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.zones import validate_zone
from programme.calendar import WEEKS
from programme.models.content import Programme


class Status(models.TextChoices):
    INVITED = "invited", _("invited")
    PENDING = "pending", _("waiting to start")
    ACTIVE = "active", _("active")
    COMPLETED = "completed", _("completed")
    WITHDRAWN = "withdrawn", _("stopped")


class CareKind(models.TextChoices):
    CARE = "care", _("care")
    COACHING = "coaching", _("coaching")


RUNNING = [Status.INVITED, Status.PENDING, Status.ACTIVE]
# How long after its end a programme may be read, and a completed client's own journal be written in.
READ_AFTER = timedelta(days=365)
WRITTEN_AFTER = timedelta(days=91)


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def of(self, client: User) -> Self:
        return self.filter(client=client)

    def active(self) -> Self:
        return self.filter(status=Status.ACTIVE)

    def running(self) -> Self:
        """Invited, pending or active."""
        return self.filter(status__in=RUNNING)

    def cared_for_by(self, member: User, now: datetime) -> Self:
        """Of clients with whom `member` has an active relation."""
        # Asked of the people and not joined to their relations: who is coach and stands in as well counts once.
        return self.filter(client__in=member.clients.active(now).values("client"))

    def current_first(self) -> Self:
        """Running ones, which have no end, before ended ones; the newest first."""
        # Said aloud, because PostgreSQL and SQLite put NULL at different ends.
        return self.order_by(models.F("ended_at").desc(nulls_first=True), "-starts_on", "-pk")


class Enrolment(models.Model):
    """One client in one programme. `hour` is the local hour, in `zone`, at which weeks open."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    client = models.ForeignKey(User, models.PROTECT, related_name="enrolments")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="enrolments")
    starts_on = models.DateField(_("starts on"))
    zone = models.CharField(_("time zone"), max_length=64, default="Europe/Amsterdam", validators=[validate_zone])
    hour = models.PositiveSmallIntegerField(_("weeks open at"), default=7, validators=[MaxValueValidator(23)])
    care_kind = models.CharField(max_length=8, choices=CareKind, default=CareKind.COACHING)
    status = models.CharField(max_length=9, choices=Status, default=Status.INVITED)
    invited_at = models.DateTimeField(null=True)
    invitation_ends_at = models.DateTimeField(null=True)
    activated_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # More time than the twelve weeks: the first local day on which it may end.
    open_until = models.DateField(null=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["client", "programme"],
                condition=models.Q(status__in=["invited", "pending", "active"]),
                name="one_running_enrolment",
            ),
            models.CheckConstraint(condition=models.Q(hour__lte=23), name="hour_of_the_day"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    def local_day(self, now: datetime) -> date:
        """The day it is where this client lives."""
        return now.astimezone(ZoneInfo(self.zone)).date()

    def pause_on(self, day: date) -> "Pause | None":
        """The pause that covers `day`."""
        return self.pauses.on(day).first()

    @property
    def covered_through(self) -> int:
        """The last week that is covered; 0 when none is."""
        return self.covers.aggregate(most=models.Max("through_week"))["most"] or 0

    def may_read(self, now: datetime) -> bool:
        """While active, and for twelve months after the end."""
        if self.status == Status.ACTIVE:
            return True
        return self.ended_at is not None and now < self.ended_at + READ_AFTER

    def may_write(self, now: datetime) -> bool:
        """While active; a completed client's own journal stays open for three months."""
        if self.status == Status.ACTIVE:
            return True
        return self.status == Status.COMPLETED and self.ended_at is not None and now < self.ended_at + WRITTEN_AFTER


class PauseQuerySet(models.QuerySet["Pause"]):
    def on(self, day: date) -> Self:
        """That cover `day`; of several the one that lasts longest first."""
        return self.filter(starts_on__lte=day, ends_on__gt=day).order_by("-ends_on")


class Pause(models.Model):
    """Whole local days, half-open: `ends_on` is the first day back."""

    class Reason(models.TextChoices):
        HOLIDAY = "holiday", _("a holiday")
        ILLNESS = "illness", _("illness")
        BUSY = "busy", _("a busy time")
        REST = "rest", _("a rest")
        TALKED = "talked", _("talked about together")
        OTHER = "other", _("something else")

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="pauses")
    starts_on = models.DateField(_("first day of the pause"))
    ends_on = models.DateField(_("first day back"))
    reason = models.CharField(max_length=8, choices=Reason, default=Reason.OTHER)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = PauseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(starts_on__lt=models.F("ends_on")), name="a_pause_has_days")]
        ordering: ClassVar = ["starts_on"]

    def __str__(self) -> str:
        return str(self.pk)


class Cover(models.Model):
    """Through which week something (an order, the office) covers an enrolment. Set absolutely; the highest counts."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="covers")
    source = models.CharField(max_length=60)
    through_week = models.PositiveSmallIntegerField(validators=[MaxValueValidator(WEEKS)])

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["enrolment", "source"], name="one_cover_a_source")]

    def __str__(self) -> str:
        return str(self.pk)


class Change(models.Model):
    """What a deed changed, shown to the client. Append-only by database triggers. `reason` comes from a list, never from words."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=24)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=24, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return str(self.pk)
