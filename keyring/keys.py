"""The keys of one person: made once, fetched, destroyed for good."""

from datetime import datetime
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, transaction

from keyring import ring
from keyring.models import ClientKey, KeyKind
from keyring.router import ALIAS
from keyring.sealing import new_key


class KeyDestroyed(Exception):
    """This person's key was destroyed: what it sealed is unreadable for ever."""


def ensure(subject: UUID) -> None:
    """Make both keys of a person where they are missing. Call it before a transaction on the texts' database opens:
    opposite lock orders would stop SQLite, and a key must survive a rollback there. Raises RuntimeError inside one."""
    if all_made(subject):
        return
    if in_transaction():
        raise RuntimeError("keys are made before the transaction opens")
    for kind in KeyKind.values:
        ring_id, wrapped = ring.wrap(new_key(), subject=subject, kind=kind)
        ClientKey.objects.get_or_create(subject=subject, kind=kind, defaults={"ring_id": ring_id, "wrapped": wrapped})


def all_made(subject: UUID) -> bool:
    return ClientKey.objects.filter(subject=subject).count() == len(KeyKind.values)


def in_transaction() -> bool:
    """True inside a transaction of the texts' database, not counting the one a test case wraps around itself."""
    connection = transaction.get_connection(DEFAULT_DB_ALIAS)
    return any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)


def fetch(subject: UUID, kind: str) -> bytes:
    """The 32-byte key. Raises ClientKey.DoesNotExist, KeyDestroyed, ring.RingError or sealing.SealBroken."""
    key = ClientKey.objects.get(subject=subject, kind=kind)
    if key.wrapped is None:
        raise KeyDestroyed
    return ring.unwrap(key.wrapped, ring_id=key.ring_id, subject=subject, kind=kind)


def destroy(subject: UUID, kind: str, *, now: datetime) -> None:
    """Forget the key for ever; the row stays as a tombstone, so that it is never made again. Idempotent."""
    with transaction.atomic(using=ALIAS):
        tombstone = {"ring_id": "", "wrapped": None, "destroyed_at": now}
        ClientKey.objects.get_or_create(subject=subject, kind=kind, defaults=tombstone)
        ClientKey.objects.filter(subject=subject, kind=kind, destroyed_at__isnull=True).update(wrapped=None, destroyed_at=now)
