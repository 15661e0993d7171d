"""What a person says of themselves: how they live, what they agree to, a new address."""

from datetime import datetime
from typing import ClassVar, Self
from uuid import uuid4

from django.db import models

from accounts.models.person import User
from accounts.sealed import KeyKind, SealedText


class Situation(models.Model):
    """Whether somebody is in a relationship, as they say themselves: for their own eyes, so sealed under their own key."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.OneToOneField(User, models.CASCADE, related_name="situation")
    sealed = models.BinaryField(editable=False)

    def __str__(self) -> str:
        return str(self.uuid)

    def readable_by(self, actor: User, now: datetime) -> bool:
        return actor.pk == self.person_id

    def sealed_for(self, actor: User) -> SealedText:
        return SealedText("accounts_situation.sealed", self.person.subject, self.uuid, KeyKind.OWN, self.sealed)


class ConsentQuerySet(models.QuerySet["Consent"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def of(self, user: User) -> Self:
        return self.filter(user=user)


class Consent(models.Model):
    """What somebody agreed to, to which version of its text, and when; and when they took it back. Never ticked for them."""

    user = models.ForeignKey(User, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20)
    text_version = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "purpose"], condition=models.Q(withdrawn_at=None), name="one_consent_a_purpose")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class AddressChangeQuerySet(models.QuerySet["AddressChange"]):
    def waiting(self) -> Self:
        return self.filter(applied_at=None, stopped_at=None)

    def due(self, now: datetime) -> Self:
        return self.waiting().filter(takes_effect_at__lte=now)


class AddressChange(models.Model):
    """A new address that a person asked for: both addresses are told, either stops it, 72 hours later it holds."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="address_changes")
    new_email = models.EmailField()
    requested_at = models.DateTimeField()
    takes_effect_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)

    objects = AddressChangeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(applied_at=None, stopped_at=None), name="one_address_change_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)
