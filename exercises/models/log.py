"""What a client wrote: one doing of one exercise, and its texts."""

from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID, uuid4

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.access import cares_for
from accounts.models import User
from accounts.reading import Cares
from accounts.vault import KeyKind, SealedText
from programme.models import Enrolment, Exercise, ExerciseVersion, Week

# The moment of a promise as it stands now.
DUE = Coalesce("repromised_at", "promised_at")


class Why(models.TextChoices):
    """Why a promise has a new day: who promised it is ill or away, or it was not kept."""

    ILL = "ill", _("ill")
    AWAY = "away", _("away")
    MISSED = "missed", _("missed")


class LogQuerySet(models.QuerySet["Log"]):
    def of(self, enrolment: Enrolment) -> Self:
        return self.filter(enrolment=enrolment)

    def shared(self) -> Self:
        return self.filter(shared_version__isnull=False)

    def visible(self, now: datetime) -> Self:
        """Shared, and no longer held back by the night."""
        return self.shared().filter(visible_at__lte=now)

    def asked_about(self, now: datetime) -> Self:
        """Written or shared late, and to this moment nobody else's: a draft that was not shared, or what the night holds."""
        held = models.Q(visible_at__gt=now)
        return self.filter(models.Q(shared_version=None) | held, asks_at__lte=now)

    def in_week(self, week: Week) -> Self:
        return self.filter(week=week)

    def unanswered(self) -> Self:
        """Shared, and in no published answer yet."""
        return self.shared().exclude(reviews__published_at__isnull=False)

    def awaiting(self, now: datetime) -> Self:
        """Shared, and in no answer that has arrived."""
        return self.shared().exclude(reviews__published_at__lte=now)

    def due_after(self, at: datetime) -> Self:
        """Whose promise, as it stands now, lies later than `at`."""
        return self.filter(models.Q(repromised_at__gt=at) | models.Q(repromised_at=None, promised_at__gt=at))

    def due_until(self, at: datetime) -> Self:
        """Whose promise, as it stands now, lies at `at` or earlier."""
        return self.filter(models.Q(repromised_at__lte=at) | models.Q(repromised_at=None, promised_at__lte=at))

    def unnoticed(self) -> Self:
        """Whose promise, as it stands now, was not found to be missed."""
        return self.filter(models.Q(missed_at=None) | ~models.Q(missed_at=DUE))

    def readable_by_coach(self, member: User, now: datetime) -> Self:
        """Visible logs of clients with whom `member` has an active relation."""
        return self.visible(now).filter(enrolment__client__in=member.clients.active(now).values("client"))

    def of_client(self, client: User) -> Self:
        return self.filter(enrolment__client=client)


class Log(models.Model):
    """One doing of one exercise. Private until shared; sharing points at a version. Its texts are in `LogVersion`.

    `visible_at` is when who cares for the client sees what is shared: later than `shared_at` for what was shared at night.
    `asks_at` is the morning on which its client is asked what is to become of what they wrote late; empty once they said.
    `promised_at` stays as the record of what was promised; `repromised_at` is the day that took its place and
    `repromised_why` says why. `missed_at` is the promised moment that passed without an answer.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="logs")
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="logs")
    week = models.ForeignKey(Week, models.PROTECT, null=True, related_name="logs")
    # Given by the page that writes, so a text that is sent twice lands in one log.
    client_token = models.UUIDField(unique=True, editable=False)
    started_at = models.DateTimeField()
    shared_version = models.ForeignKey("LogVersion", models.PROTECT, null=True, related_name="+")
    shared_at = models.DateTimeField(null=True)
    visible_at = models.DateTimeField(null=True)
    share_recorded = models.BooleanField(default=False, editable=False)
    asks_at = models.DateTimeField(null=True)
    promised_at = models.DateTimeField(null=True)
    repromised_at = models.DateTimeField(null=True)
    repromised_why = models.CharField(max_length=6, choices=Why, blank=True, default="")
    missed_at = models.DateTimeField(null=True)
    on_top_at = models.DateTimeField(null=True)

    objects = LogQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(shared_at=None, visible_at=None)
                | models.Q(shared_at__isnull=False, visible_at__isnull=False, visible_at__gte=models.F("shared_at")),
                name="visible_once_shared",
            )
        ]
        indexes: ClassVar = [
            # Today and the logbook ask for the newest of one person.
            models.Index(fields=["enrolment", "-started_at"], name="logs_of_an_enrolment"),
            models.Index(
                # The few that wait for their morning, asked every five minutes; not the many that are on record.
                fields=["visible_at"],
                condition=models.Q(share_recorded=False, visible_at__isnull=False),
                name="shares_to_record",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    def is_visible(self, now: datetime) -> bool:
        """Whether who cares for the client sees it now."""
        return self.visible_at is not None and self.visible_at <= now

    def is_held(self, now: datetime) -> bool:
        """Shared at night, and not visible yet."""
        return self.visible_at is not None and self.visible_at > now

    @property
    def answer_by(self) -> datetime | None:
        """The moment of its promise as it stands now (UTC)."""
        return self.repromised_at or self.promised_at

    def is_answered(self, now: datetime) -> bool:
        """In an answer that has arrived: from then on what was shared stays as it was."""
        return self.reviews.arrived(now).exists()

    @property
    def latest(self) -> "LogVersion":
        """The newest text. A log has at least one."""
        return self.versions.to_open().latest("number")


class LogVersionQuerySet(models.QuerySet["LogVersion"]):
    def to_open(self) -> Self:
        """With whose they are and what was asked: all that opening and wording them needs."""
        return self.select_related("log__enrolment__client", "exercise_version")

    def newest_first(self) -> Self:
        """Of several logs those of the one that was begun last come first."""
        return self.order_by("-log__started_at", "-number")


class LogVersion(models.Model):
    """What was written, version by version. `sealed` is the client's own; `shared` is the copy sealed for the record.

    `page` is the opened page that wrote it (a random number, of nothing else) and `turn` which of its sendings it was.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    log = models.ForeignKey(Log, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    based_on = models.PositiveIntegerField(default=0)
    draft = models.BooleanField(default=False)
    page = models.UUIDField(null=True, editable=False)
    turn = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    exercise_version = models.ForeignKey(ExerciseVersion, models.PROTECT, related_name="+")
    sealed = models.BinaryField(editable=False)
    shared = models.BinaryField(null=True, editable=False)
    written_at = models.DateTimeField()

    objects = LogVersionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["log", "number"], name="one_text_a_number")]
        ordering: ClassVar = ["-number"]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def subject(self) -> UUID:
        return self.log.enrolment.client.subject

    def beside(self) -> LogVersionQuerySet:
        """The texts that got in between while this one was written on another page: both are kept."""
        return LogVersion.objects.filter(log=self.log_id, number__gt=self.based_on, number__lt=self.number)

    def readable_by(self, actor: User, now: datetime, cares: Cares = cares_for) -> bool:
        """The client always; the coach only the version that is shared, once the night is over."""
        if actor.pk == self.log.enrolment.client_id:
            return True
        return self.log.shared_version_id == self.uuid and self.log.is_visible(now) and cares(actor, self.log.enrolment.client, now)

    def sealed_for(self, actor: User) -> SealedText:
        # The client opens the copy under their own key, which can be destroyed while the record stays.
        if actor.subject == self.subject:
            return SealedText("exercises_logversion.sealed", self.subject, self.uuid, KeyKind.OWN, self.sealed)
        return SealedText("exercises_logversion.shared", self.subject, self.uuid, KeyKind.RECORD, self.shared)
