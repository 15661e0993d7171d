"""The outbox: what somebody is told, once. A row is written in the transaction that caused it and delivered by a worker."""

from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.vault import KeyKind, SealedText


class Channel(models.TextChoices):
    MAIL = "mail", "mail"
    DESK = "desk", "desk"


class Outcome(models.TextChoices):
    """What somebody did with a task. A choice and no words: what a coach wants to remember of a person is a note, and sealed."""

    CALLED = "called", _("called")
    WROTE = "wrote", _("sent a message")
    TALKED = "talked", _("we talked")
    TRIED = "tried", _("tried, not reached")
    NOTHING = "nothing", _("nothing was needed")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def waiting(self) -> Self:
        """Neither sent nor dropped."""
        return self.filter(sent_at=None, dropped_at=None)

    def deliverable(self, now: datetime) -> Self:
        """Mail that may go now: its time has come and no worker holds it."""
        return (
            self.waiting()
            .filter(channel=Channel.MAIL, due_at__lte=now)
            .filter(models.Q(leased_until=None) | models.Q(leased_until__lte=now))
        )

    def held_with(self, lease: datetime | None) -> Self:
        """Still held by the worker whose claim ends at `lease`."""
        return self.waiting().filter(leased_until=lease)

    def left_or_leaving(self, since: datetime, now: datetime) -> Self:
        """Sent after `since`, or being sent by some worker at this moment (`sent_at` is None): one query, so that nothing
        slips through while it goes from the one to the other."""
        leaving = models.Q(sent_at=None, dropped_at=None, leased_until__gt=now, attempts__error=Attempt.UNFINISHED)
        return self.filter(models.Q(sent_at__gt=since) | leaving).distinct()

    def on_desk(self) -> Self:
        """What waits for coach or office until somebody has done it."""
        return self.waiting().filter(channel=Channel.DESK)

    def of(self, recipient: User) -> Self:
        return self.filter(recipient=recipient)


class Notice(models.Model):
    """One thing told to one person. `key` makes it unique within its kind; `about` is the id of what it is about.

    `sealed` holds the body of a login code only, is wiped on sending, and is bound to `row`.
    `due_at` is the first moment it may go; delivery moves it for quiet hours, caps and back-off.
    Every column that `programme.release` does not name in its plain SQL is null or has a database default.
    """

    recipient = models.ForeignKey(User, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    about = models.CharField(max_length=64, blank=True, db_default="")
    channel = models.CharField(max_length=4, choices=Channel, default=Channel.MAIL, db_default=Channel.MAIL)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    resends = models.PositiveSmallIntegerField(default=0, db_default=0)
    resent_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True, default="", db_default="")
    dropped_why = models.CharField(max_length=40, blank=True, default="", db_default="")
    row = models.UUIDField(null=True, editable=False)
    sealed = models.BinaryField(null=True, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["recipient", "kind", "key"], name="told_once")]
        indexes: ClassVar = [
            # What each sweep asks; what was sent, in time nearly everything, is not in it.
            models.Index(fields=["due_at"], condition=models.Q(sent_at=None, dropped_at=None), name="notice_waiting"),
            # What the caps ask: how much somebody got in a week.
            models.Index(fields=["recipient", "sent_at"], name="notice_recently_sent"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def readable_by(self, actor: User, now: datetime) -> bool:
        """Only the person it is for; delivery opens it on their behalf."""
        return actor.pk == self.recipient_id and self.sent_at is None

    def sealed_for(self, actor: User) -> SealedText:
        return SealedText("notices_notice.sealed", self.recipient.subject, self.row or UUID(int=0), KeyKind.OWN, self.sealed)


class Attempt(models.Model):
    """One try to send one notice, kept: when, and the class of error when it failed (never its text).

    Written before the mail leaves, so a process that dies in between leaves its try behind as unfinished.
    """

    UNFINISHED: ClassVar[str] = "unfinished"

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    error = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return str(self.pk)


class Muted(models.Model):
    """A kind of mail that a person switched off."""

    recipient = models.ForeignKey(User, models.CASCADE, related_name="muted")
    kind = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["recipient", "kind"], name="muted_once")]

    def __str__(self) -> str:
        return self.kind
