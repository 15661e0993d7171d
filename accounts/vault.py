"""The one door to what people wrote: it asks for the right, records the access, and opens.

A row that holds sealed text declares `readable_by(actor, now)` and `sealed_for(actor)`. Nothing else in the house
imports the opener of `keyring`.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.core.exceptions import PermissionDenied

from accounts.models import AccessRecord, User
from accounts.sealed import SealedText
from keyring import keys
from keyring.models import ClientKey, KeyKind
from keyring.ring import RingError
from keyring.sealing import SealBroken, associated, seal, unseal

log = logging.getLogger(__name__)

UNREADABLE = (ClientKey.DoesNotExist, keys.KeyDestroyed, RingError, SealBroken, ValueError)

__all__ = ["KeyKind", "NotReadable", "SealedText", "ensure_keys", "open_bytes", "open_texts", "seal_bytes", "seal_text"]


class NotReadable(PermissionDenied):
    """The actor may not read one of these rows. Nothing was opened; the attempt was recorded."""


class SealedRow(Protocol):
    def readable_by(self, actor: User, now: datetime) -> bool: ...

    def sealed_for(self, actor: User) -> SealedText: ...


def ensure_keys(subject: UUID) -> None:
    """Make a person's keys; call it before the transaction that seals. See `keyring.keys.ensure`."""
    keys.ensure(subject)


def seal_text(text: str, *, place: str, subject: UUID, row: UUID, kind: KeyKind) -> bytes:
    """Seal a text for one column of one row. Raises KeyDestroyed for an erased person."""
    return seal(keys.fetch(subject, kind), text.encode(), associated(place=place, subject=subject, row=row))


def seal_bytes(content: bytes, *, place: str, subject: UUID, row: UUID, kind: KeyKind) -> bytes:
    """Seal a recording as `seal_text` seals a text."""
    return seal(keys.fetch(subject, kind), content, associated(place=place, subject=subject, row=row))


def open_texts(actor: User, rows: Sequence[SealedRow], purpose: str, now: datetime) -> list[str | None]:
    """Open the texts of `rows`, in their order; None where one cannot be opened (an error is logged, with ids only).

    One `AccessRecord` a person and batch, none for the owner. Raises NotReadable when the actor may not read a row; call
    it outside a transaction, so that this is remembered when the transaction rolls back. One query a batch for the keys.
    """
    opened = open_rows(actor, rows, purpose, now)
    return [decoded(content, row.sealed_for(actor)) for content, row in zip(opened, rows, strict=True)]


def open_bytes(actor: User, row: SealedRow, purpose: str, now: datetime) -> bytes | None:
    """Open one recording, with the rights and the record of `open_texts`; None where it cannot be opened."""
    return open_rows(actor, [row], purpose, now)[0]


def open_rows(actor: User, rows: Sequence[SealedRow], purpose: str, now: datetime) -> list[bytes | None]:
    texts = [row.sealed_for(actor) for row in rows]
    if not all(row.readable_by(actor, now) for row in rows):
        record(actor, texts, AccessRecord.Action.DENIED, purpose, now)
        raise NotReadable
    # Before anything is opened: no text can be read of which there is no record.
    record(actor, texts, AccessRecord.Action.READ, purpose, now)
    found = keys.fetch_all({(text.subject, text.kind) for text in texts if text.sealed is not None})
    return [open_one(text, found) for text in texts]


def decoded(content: bytes | None, text: SealedText) -> str | None:
    try:
        return None if content is None else content.decode()
    except UnicodeDecodeError:
        log.error("cannot open %s of row %s: no text", text.place, text.row)  # noqa: TRY400
        return None


def open_one(text: SealedText, found: Mapping[keys.Whose, bytes | Exception]) -> bytes | None:
    if text.sealed is None:
        return None
    try:
        key = found[text.subject, text.kind]
        if isinstance(key, Exception):
            raise key
        aad = associated(place=text.place, subject=text.subject, row=text.row)
        return unseal(key, text.sealed, aad)
    except UNREADABLE as error:
        # Without its traceback: of what is sealed, nothing but ids goes to a log.
        log.error("cannot open %s of row %s: %s", text.place, text.row, type(error).__name__)  # noqa: TRY400
        return None


def record(actor: User, texts: Sequence[SealedText], action: str, purpose: str, now: datetime) -> None:
    """Write who touched whose rows, in one statement."""
    subjects = {text.subject for text in texts} - {actor.subject}
    if subjects:
        AccessRecord.objects.bulk_create(
            AccessRecord(
                actor=actor.subject,
                subject=subject,
                action=action,
                purpose=purpose,
                rows=[str(text.row) for text in texts if text.subject == subject],
                at=now,
            )
            for subject in sorted(subjects, key=str)
        )
