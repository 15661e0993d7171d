"""What client and coach exchange or plan besides the exercises, sealed from the first row."""

from datetime import datetime, timedelta
from typing import ClassVar, Self
from uuid import UUID, uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.access import cares_for
from accounts.models import User
from accounts.reading import Cares
from accounts.vault import KeyKind, SealedText
from programme.models import Enrolment, Status

# By when a message is answered, as it stands now.
DUE = Coalesce("repromised_at", "promised_at")


class MessageQuerySet(models.QuerySet["Message"]):
    def of(self, enrolment: Enrolment) -> Self:
        return self.filter(enrolment=enrolment)

    def from_clients(self) -> Self:
        return self.filter(author=models.F("enrolment__client"))

    def unanswered(self) -> Self:
        """From a client, and neither answered nor set aside since."""
        return self.from_clients().filter(answered_at=None)

    def waiting_for(self, member: User, now: datetime) -> Self:
        """Unanswered ones of clients for whom `member` cares, the first promise first."""
        clients = member.clients.active(now).values("client")
        return self.unanswered().filter(enrolment__client__in=clients).order_by(DUE, "sent_at")

    def first_due(self) -> "Message | None":
        """Of what waits for an answer, the one that was promised first."""
        return self.unanswered().order_by(DUE, "sent_at").first()

    def due_between(self, begins: datetime, ends: datetime) -> Self:
        """Whose answer is promised after `begins`, and before `ends`."""
        return self.annotate(due=DUE).filter(due__gt=begins, due__lt=ends)


class Message(models.Model):
    """One practical message in the one thread of an enrolment. There are no read marks: only `promised_at`, until when a
    client's message is answered (`repromised_at` when who answers is not there on that day), and `answered_at`, when it was
    answered or set aside."""

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="messages")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    sealed = models.BinaryField(editable=False)
    sent_at = models.DateTimeField()
    promised_at = models.DateTimeField(null=True)
    repromised_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["enrolment", "-sent_at"], name="thread_of_an_enrolment"),
            # What the desk asks: the few that wait, by their promise.
            models.Index(fields=["promised_at"], condition=models.Q(answered_at=None), name="messages_to_answer"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def subject(self) -> UUID:
        return self.enrolment.client.subject

    @property
    def answer_by(self) -> datetime | None:
        return self.repromised_at or self.promised_at

    def readable_by(self, actor: User, now: datetime, cares: Cares = cares_for) -> bool:
        return actor.pk == self.enrolment.client_id or cares(actor, self.enrolment.client, now)

    def sealed_for(self, actor: User) -> SealedText:
        return SealedText("conversations_message.sealed", self.subject, self.uuid, KeyKind.RECORD, self.sealed)


A_MONTH = timedelta(days=31)
# For a goodbye, and for the talk after four weeks, a completed programme keeps its appointments for so long.
GOODBYE = timedelta(days=35)
# What was planned for when the programme is over. After completing it, somebody can still plan one on purpose.
OVERTAKEN = models.Q(enrolment__status=Status.WITHDRAWN, starts_at__gt=models.F("enrolment__ended_at")) | models.Q(
    enrolment__status=Status.COMPLETED,
    starts_at__gt=models.F("enrolment__ended_at") + GOODBYE,
    planned_at__lte=models.F("enrolment__ended_at"),
)


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def of(self, enrolment: Enrolment) -> Self:
        return self.filter(enrolment=enrolment)

    def standing(self) -> Self:
        """Not called off, and its programme not over by then."""
        return self.filter(cancelled_at=None).exclude(OVERTAKEN)

    def overtaken(self) -> Self:
        """Nobody called it off yet, and its programme is over before it begins."""
        return self.filter(OVERTAKEN, cancelled_at=None)

    def off(self, now: datetime) -> Self:
        """Called off or overtaken, and it would still have been to come."""
        return self.filter(OVERTAKEN | models.Q(cancelled_at__isnull=False), starts_at__gt=now).order_by("starts_at")

    def in_calendar(self, now: datetime) -> Self:
        """What a calendar shows: a month back, and all that comes; what does not go on is marked, with `is_off`, until its hour."""
        off = models.Case(models.When(OVERTAKEN | models.Q(cancelled_at__isnull=False), then=True), default=False)
        rows = self.annotate(is_off=models.ExpressionWrapper(off, models.BooleanField()))
        return rows.filter(models.Q(is_off=False, ends_at__gt=now - A_MONTH) | models.Q(is_off=True, starts_at__gt=now)).order_by(
            "starts_at"
        )

    def coming(self, now: datetime) -> Self:
        """Standing and not over, the first one first."""
        return self.standing().filter(ends_at__gt=now).order_by("starts_at")

    def over(self, now: datetime) -> Self:
        return self.standing().filter(ends_at__lte=now).order_by("-starts_at")

    def with_member(self, member: User, now: datetime) -> Self:
        """Planned with `member`, who still cares for that client: of somebody else's client nothing is left in a calendar."""
        return self.filter(member=member, enrolment__client__in=member.clients.active(now).values("client"))

    def during(self, starts_at: datetime, ends_at: datetime) -> Self:
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)


class Appointment(models.Model):
    """A talk that the coach planned. `sealed` is where it is: a link, a telephone number, an address."""

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="appointments")
    member = models.ForeignKey(User, models.PROTECT, related_name="appointments")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=[MinValueValidator(5), MaxValueValidator(480)])
    sealed = models.BinaryField(editable=False)
    planned_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(starts_at__lt=models.F("ends_at")), name="an_appointment_lasts"),
        ]
        indexes: ClassVar = [models.Index(fields=["member", "starts_at"], name="agenda_of_a_member")]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def subject(self) -> UUID:
        return self.enrolment.client.subject

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at

    def readable_by(self, actor: User, now: datetime, cares: Cares = cares_for) -> bool:
        return actor.pk == self.enrolment.client_id or cares(actor, self.enrolment.client, now)

    def sealed_for(self, actor: User) -> SealedText:
        return SealedText("conversations_appointment.sealed", self.subject, self.uuid, KeyKind.RECORD, self.sealed)


class NoteQuerySet(models.QuerySet["Note"]):
    def of(self, enrolment: Enrolment) -> Self:
        return self.filter(enrolment=enrolment)

    def own_aids(self) -> Self:
        return self.filter(kind=Note.Kind.AID)

    def in_the_file(self) -> Self:
        return self.filter(kind=Note.Kind.FILE)

    def for_member(self, member: User) -> Self:
        """What stands in the file, and the aids that `member` wrote."""
        return self.filter(models.Q(kind=Note.Kind.FILE) | models.Q(author=member)).order_by("-written_at")

    def shown(self) -> Self:
        """In the file, and opened to the client."""
        return self.in_the_file().filter(shown_at__isnull=False).order_by("-written_at")

    def swept(self, now: datetime) -> Self:
        """Own aids that have had their time."""
        return self.own_aids().filter(written_at__lte=now - Note.AIDS_LAST)


class Note(models.Model):
    """What a coach writes about a client: an aid to their own memory, which goes by itself, or a note in the file, which
    stays and which the client may see on request (`shown_at`)."""

    AIDS_LAST: ClassVar = timedelta(days=90)

    class Kind(models.TextChoices):
        AID = "aid", _("working note, for myself")
        FILE = "file", _("note in the file")

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="notes")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4, choices=Kind)
    sealed = models.BinaryField(editable=False)
    written_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(kind="file") | models.Q(shown_at=None), name="an_aid_is_shown_to_nobody"),
        ]
        # For the sweep, which never touches the file.
        indexes: ClassVar = [models.Index(fields=["written_at"], condition=models.Q(kind="aid"), name="aids_to_sweep")]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def subject(self) -> UUID:
        return self.enrolment.client.subject

    @property
    def goes_at(self) -> datetime | None:
        """When an aid is swept."""
        return self.written_at + self.AIDS_LAST if self.kind == self.Kind.AID else None

    def readable_by(self, actor: User, now: datetime, cares: Cares = cares_for) -> bool:
        """An aid by who wrote it, while they care for the client; the file by who does now, and what is shown by the client."""
        if actor.pk == self.enrolment.client_id:
            return self.kind == self.Kind.FILE and self.shown_at is not None
        return (self.kind == self.Kind.FILE or self.author_id == actor.pk) and cares(actor, self.enrolment.client, now)

    def sealed_for(self, actor: User) -> SealedText:
        return SealedText("conversations_note.sealed", self.subject, self.uuid, KeyKind.RECORD, self.sealed)


class Agenda(models.Model):
    """The secret address under which somebody who works here follows their own appointments in a calendar."""

    member = models.OneToOneField(User, models.CASCADE, related_name="agenda")
    token = models.UUIDField(default=uuid4, unique=True, editable=False)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)
