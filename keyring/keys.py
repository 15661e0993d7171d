"""The keys of one person: made once, fetched, destroyed for good."""

from collections.abc import Set
from datetime import datetime
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, transaction

from keyring import ring
from keyring.models import ClientKey, KeyKind
from keyring.router import ALIAS
from keyring.sealing import SealBroken, new_key

Whose = tuple[UUID, str]


class KeyDestroyed(Exception):
    """This person's key was destroyed: what it sealed is unreadable for ever."""


def ensure(subject: UUID) -> None:
    """Make both keys of a person where they are missing. Call it before a transaction on the texts' database opens:
    opposite lock orders would stop SQLite, and a key must survive a rollback there. Raises RuntimeError inside one."""
    if all_made(subject):
        return
    if in_transaction():
        raise RuntimeError("keys are made before the transaction opens")
    # No lock is needed: of two processes that make keys at once, both end up with the row that came first.
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
    key = fetch_all({(subject, kind)})[subject, kind]
    if isinstance(key, Exception):
        raise key
    return key


def fetch_all(wanted: Set[Whose]) -> dict[Whose, bytes | Exception]:
    """The keys of many, in one query: for each (subject, kind) its 32 bytes, or the error that `fetch` would raise."""
    subjects = {subject for subject, _ in wanted}
    rows = {(row.subject, row.kind): row for row in ClientKey.objects.filter(subject__in=subjects)} if subjects else {}
    return {whose: unwrapped(rows.get(whose)) for whose in wanted}


def unwrapped(row: ClientKey | None) -> bytes | Exception:
    if row is None:
        return ClientKey.DoesNotExist()
    if row.wrapped is None:
        return KeyDestroyed()
    try:
        return ring.unwrap(row.wrapped, ring_id=row.ring_id, subject=row.subject, kind=row.kind)
    except (ring.RingError, SealBroken) as error:
        return error


def rewrap(batch: int = 500) -> int:
    """Wrap keys of an older ring key under the active one. Returns how many; 0 when nothing is left. Texts stay as they are."""
    ring_id, _ = ring.active()
    rows = list(ClientKey.objects.exclude(ring_id=ring_id).filter(wrapped__isnull=False).order_by("pk")[:batch])
    for row in rows:
        key = ring.unwrap(row.wrapped or b"", ring_id=row.ring_id, subject=row.subject, kind=row.kind)
        _, wrapped = ring.wrap(key, subject=row.subject, kind=row.kind)
        # Not over a key that was destroyed meanwhile.
        ClientKey.objects.filter(pk=row.pk, wrapped__isnull=False, ring_id=row.ring_id).update(ring_id=ring_id, wrapped=wrapped)
    return len(rows)


def destroy(subject: UUID, kind: str, *, now: datetime) -> None:
    """Forget the key for ever; the row stays as a tombstone, so that it is never made again. Idempotent."""
    with transaction.atomic(using=ALIAS):
        # Also where no key was made yet: none may be made after the erasure.
        tombstone = {"ring_id": "", "wrapped": None, "destroyed_at": now}
        ClientKey.objects.get_or_create(subject=subject, kind=kind, defaults=tombstone)
        ClientKey.objects.filter(subject=subject, kind=kind, destroyed_at__isnull=True).update(wrapped=None, destroyed_at=now)
