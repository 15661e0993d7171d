"""The keys of people, in a database of their own. This app knows nobody: a subject is only a UUID."""

from typing import ClassVar

from django.db import models


class KeyKind(models.TextChoices):
    OWN = "own", "own"
    RECORD = "record", "record"


class ClientKey(models.Model):
    """One wrapped key of one subject. `wrapped` is NULL once destroyed; the row stays as its tombstone."""

    subject = models.UUIDField()
    kind = models.CharField(max_length=6, choices=KeyKind)
    ring_id = models.CharField(max_length=32)
    wrapped = models.BinaryField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "kind"], name="one_key_a_subject_and_kind"),
            models.CheckConstraint(
                condition=models.Q(wrapped__isnull=False, destroyed_at__isnull=True)
                | models.Q(wrapped__isnull=True, destroyed_at__isnull=False),
                name="a_key_is_whole_or_destroyed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Canary(models.Model):
    """A known text sealed under each ring id: opened at every start, so that a wrong ring never starts."""

    ring_id = models.CharField(max_length=32, unique=True)
    sealed = models.BinaryField(editable=False)

    def __str__(self) -> str:
        return self.ring_id
