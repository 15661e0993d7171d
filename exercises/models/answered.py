"""The tables that hang under an answer: its replies to single logs, its recording, and what the client answered back."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid4

from django.db import models

from accounts.access import cares_for
from accounts.models import User
from accounts.reading import Cares
from accounts.sound import as_shown
from accounts.vault import KeyKind, SealedText
from exercises.models.log import Log
from exercises.models.review import Review


class ReviewReply(models.Model):
    """A few words of an answer under one of the logs that it covers. To be read by whoever reads the answer."""

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    review = models.ForeignKey(Review, models.CASCADE, related_name="replies")
    log = models.ForeignKey(Log, models.CASCADE, related_name="replies")
    sealed = models.BinaryField(editable=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["review", "log"], name="one_reply_a_log")]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def subject(self) -> UUID:
        return self.review.subject

    def readable_by(self, actor: User, now: datetime, cares: Cares = cares_for) -> bool:
        return self.review.readable_by(actor, now, cares)

    def sealed_for(self, actor: User) -> SealedText:
        return SealedText("exercises_reviewreply.sealed", self.subject, self.uuid, KeyKind.RECORD, self.sealed)


class Voice(models.Model):
    """What the coach said aloud in an answer: three minutes at most, sealed as text is. `kind` is its media type."""

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    review = models.OneToOneField(Review, models.CASCADE, related_name="voice")
    kind = models.CharField(max_length=20)
    seconds = models.PositiveSmallIntegerField()
    sealed = models.BinaryField(editable=False)
    transcript = models.BinaryField(null=True, editable=False)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(seconds__gte=1, seconds__lte=180), name="a_recording_of_three_minutes_at_most")
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def subject(self) -> UUID:
        return self.review.subject

    @property
    def length(self) -> str:
        return as_shown(self.seconds)

    def readable_by(self, actor: User, now: datetime, cares: Cares = cares_for) -> bool:
        return self.review.readable_by(actor, now, cares)

    def sealed_for(self, actor: User) -> SealedText:
        return SealedText("exercises_voice.sealed", self.subject, self.uuid, KeyKind.RECORD, self.sealed)


class Transcript:
    """The words of a recording, as a sealed row of its own."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice

    def readable_by(self, actor: User, now: datetime, cares: Cares = cares_for) -> bool:
        return self.voice.readable_by(actor, now, cares)

    def sealed_for(self, actor: User) -> SealedText:
        return SealedText("exercises_voice.transcript", self.voice.subject, self.voice.uuid, KeyKind.RECORD, self.voice.transcript)


class AnswerBack(models.Model):
    """What a client answered to an answer: once, short, and without a new promise."""

    uuid = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    review = models.OneToOneField(Review, models.CASCADE, related_name="answer_back")
    sealed = models.BinaryField(editable=False)
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def subject(self) -> UUID:
        return self.review.subject

    def readable_by(self, actor: User, now: datetime, cares: Cares = cares_for) -> bool:
        return self.review.readable_by(actor, now, cares)

    def sealed_for(self, actor: User) -> SealedText:
        return SealedText("exercises_answerback.sealed", self.subject, self.uuid, KeyKind.RECORD, self.sealed)
