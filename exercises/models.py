"""What a client wrote and what the coach answered, sealed from the first row."""

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
from exercises.answered import AnswerBack, ReviewReply, Voice
from programme.models import Enrolment, Exercise, ExerciseVersion, Week

__all__ = ["DUE", "AnswerBack", "Log", "LogVersion", "Review", "ReviewReply", "Voice", "Why"]


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
            models.Index(fields=["enrolment", "-started_at"], name="logs_of_an_enrolment"),
            models.Index(
                fields=["visible_at"], condition=models.Q(share_recorded=False, visible_at__isnull=False), name="shares_to_record"
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
        return self.versions.select_related("log__enrolment__client", "exercise_version").latest("number")


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

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["log", "number"], name="one_text_a_number")]
        ordering: ClassVar = ["-number"]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def subject(self) -> UUID:
        return self.log.enrolment.client.subject

    def beside(self) -> "models.QuerySet[LogVersion]":
        """The texts that got in between while this one was written on another page: both are kept."""
        return LogVersion.objects.filter(log=self.log_id, number__gt=self.based_on, number__lt=self.number)

    def readable_by(self, actor: User, now: datetime, cares: Cares = cares_for) -> bool:
        """The client always; the coach only the version that is shared, once the night is over."""
        if actor.pk == self.log.enrolment.client_id:
            return True
        return self.log.shared_version_id == self.uuid and self.log.is_visible(now) and cares(actor, self.log.enrolment.client, now)

    def sealed_for(self, actor: User) -> SealedText:
        if actor.subject == self.subject:
            return SealedText("exercises_logversion.sealed", self.subject, self.uuid, KeyKind.OWN, self.sealed)
        return SealedText("exercises_logversion.shared", self.subject, self.uuid, KeyKind.RECORD, self.shared)


class ReviewQuerySet(models.QuerySet["Review"]):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def drafts(self) -> Self:
        return self.filter(published_at=None)

    def arrived(self, now: datetime) -> Self:
        """What the client may read."""
        return self.filter(published_at__lte=now)

    def under_way(self, now: datetime) -> Self:
        """Finished, and to arrive at a moment that is still to come."""
        return self.filter(published_at__gt=now)

    def in_week(self, week: Week) -> Self:
        return self.filter(week=week)

    def of(self, enrolment: Enrolment) -> Self:
        return self.filter(enrolment=enrolment)


class Review(models.Model):
    """The answer of the practice to one week of one person; it covers one or more logs. A draft is for those who
    care for the client, who share it; the client never sees it."""

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="reviews")
    week = models.ForeignKey(Week, models.PROTECT, related_name="reviews")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    logs = models.ManyToManyField(Log, related_name="reviews")
    revision = models.PositiveIntegerField(default=1)
    sealed = models.BinaryField(editable=False)
    drafted_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "week"], condition=models.Q(published_at=None), name="one_draft_answer_a_week")
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def subject(self) -> UUID:
        return self.enrolment.client.subject

    def readable_by(self, actor: User, now: datetime, cares: Cares = cares_for) -> bool:
        """The client once it is published; whoever cares for the client always."""
        if actor.pk == self.enrolment.client_id:
            return self.published_at is not None and self.published_at <= now
        return cares(actor, self.enrolment.client, now)

    def sealed_for(self, actor: User) -> SealedText:
        return SealedText("exercises_review.sealed", self.subject, self.uuid, KeyKind.RECORD, self.sealed)


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


class LetterQuerySet(models.QuerySet["Letter"]):
    def untold(self, now: datetime) -> Self:
        """Arrived, and its author was not told."""
        return self.filter(opens_at__lte=now, told_at=None)


class Letter(models.Model):
    """A letter to oneself, for its author alone. `opens_at` is None while it is being written; from then on it is closed for
    everybody until that moment. `told_at` is when its author was told that it had arrived."""

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="letter")
    sealed = models.BinaryField(editable=False)
    written_at = models.DateTimeField()
    opens_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["opens_at"], condition=models.Q(told_at=None), name="letters_to_tell")]

    def __str__(self) -> str:
        return str(self.uuid)

    def has_arrived(self, now: datetime) -> bool:
        return self.opens_at is not None and self.opens_at <= now

    def readable_by(self, actor: User, now: datetime) -> bool:
        return actor.pk == self.enrolment.client_id and (self.opens_at is None or self.has_arrived(now))

    def sealed_for(self, actor: User) -> SealedText:
        return SealedText("exercises_letter.sealed", self.enrolment.client.subject, self.uuid, KeyKind.OWN, self.sealed)
