"""What the formats share: the result, and how they say no."""

from dataclasses import dataclass


class NotThis(ValueError):
    """These bytes are no sound of this kind, or hold more than sound."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The same sound without anything else, and its length in seconds."""

    content: bytes
    seconds: float


def as_shown(seconds: int) -> str:
    """A length as a player shows it: 1:07."""
    return f"{seconds // 60}:{seconds % 60:02}"
