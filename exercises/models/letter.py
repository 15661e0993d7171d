"""A letter to oneself."""

from datetime import datetime
from typing import ClassVar, Self
from uuid import uuid4

from django.db import models

from accounts.models import User
from accounts.vault import KeyKind, SealedText
from programme.models import Enrolment


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
