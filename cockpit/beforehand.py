"""What a deed would make of somebody's dates: it is done, looked at, and taken back, so what is shown is what will happen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from journey.schedule import Strip, drawn, pauses_of
from journey.weeks import Station, stations
from programme.models import Enrolment


@dataclass(frozen=True, slots=True)
class Turn:
    """One week that would stand differently, before and after."""

    number: int
    before: Station
    after: Station


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The weeks that would change, and both lines of the twelve weeks; None where there are no weeks yet."""

    turns: list[Turn]
    before: Strip | None
    after: Strip | None


def foresee(enrolment: Enrolment, deed: Callable[[], object], now: datetime) -> Foreseen:
    """Raises Refused as the deed does. Nothing stays of it, nor is anybody told."""
    with transaction.atomic():
        old, old_pauses = stations(enrolment, now), pauses_of(enrolment)
        deed()
        changed = Enrolment.objects.get(pk=enrolment.pk)
        new, new_pauses = stations(changed, now), pauses_of(changed)
        after = drawn(changed, new, new_pauses, now) if new else None
        before = drawn(enrolment, old, old_pauses, now, beside=after) if old and after else None
        # Outside a test this is the outermost transaction, so nothing of it is ever committed, mails included.
        transaction.set_rollback(True)
    turns = [Turn(was.week.number, was, will) for was, will in zip(old, new, strict=True) if (was.stand, was.at) != (will.stand, will.at)]
    return Foreseen(turns, before, after)
