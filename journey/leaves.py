"""A week as one reader finds it: the pieces that are theirs, its readings numbered, with the place that was kept. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count, pairwise
from typing import Final

from accounts.situation import Life
from programme.reading import Piece

# Where the page goes on, whichever piece that is.
ONWARD: Final = "verder"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One piece in its place. `number` counts the readings, 0 for a practice and what is to be known first; `last` tells
    the last reading, `waits` the one after the place that was kept."""

    piece: Piece
    number: int
    last: bool
    waits: bool

    @property
    def anchor(self) -> str:
        """Its place on the page; says nothing of what it is about."""
        return ONWARD if self.waits else f"stuk-{self.number}" if self.number else ""

    @property
    def following(self) -> int:
        """The number of the reading that comes after this one; 0 when there is none."""
        return 0 if self.last or not self.number else self.number + 1


@dataclass(frozen=True, slots=True)
class Leaves:
    """`varies` where the week has texts for one situation only; `readings` is how many there are for this reader."""

    all: list[Leaf]
    readings: int
    varies: bool

    @property
    def core(self) -> list[Leaf]:
        return [leaf for leaf in self.all if leaf.piece.core]

    @property
    def more(self) -> list[Leaf]:
        return [leaf for leaf in self.all if not leaf.piece.core]

    @property
    def place(self) -> Leaf | None:
        """Where the reader goes on."""
        return next((leaf for leaf in self.all if leaf.waits), None)


def varies(found: Iterable[Piece]) -> bool:
    """Whether some text of the week is only for who is, or is not, in a relationship."""
    return any(piece.audience != "everyone" for piece in found)


def leaves(found: Iterable[Piece], life: Life, read: str) -> Leaves:
    """`read` is the id of the piece that was read last, or empty. Core before more, each in the order of the week."""
    theirs = [piece for piece in found if not life.audience or piece.audience in {"everyone", life.audience}]
    # A sort keeps the order of equals.
    ordered = sorted(theirs, key=lambda piece: not piece.core)
    readings = [piece.id for piece in ordered if piece.kind == "reading"]
    waits = following(readings, read)
    number = count(1)
    made = [
        Leaf(
            piece,
            number=next(number) if piece.kind == "reading" else 0,
            last=bool(readings) and piece.id == readings[-1],
            waits=bool(waits) and piece.id == waits,
        )
        for piece in ordered
    ]
    return Leaves(made, len(readings), varies(found))


def following(readings: list[str], read: str) -> str:
    """The id after `read`; empty when that is the last one, or none of these."""
    return dict(pairwise(readings)).get(read, "")
