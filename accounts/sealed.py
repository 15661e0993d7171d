"""What a sealed text is bound to. Apart from the vault, so that the models of this room can say it too."""

from dataclasses import dataclass
from uuid import UUID

from keyring.models import KeyKind

__all__ = ["KeyKind", "SealedText"]


@dataclass(frozen=True, slots=True)
class SealedText:
    """One sealed column of one row. `place` is `<table>.<column>`; `subject` and `row` are what it is bound to."""

    place: str
    subject: UUID
    row: UUID
    kind: KeyKind
    sealed: bytes | memoryview | None
