"""Twelve weeks as stretches of time: in which of them something was written, whatever exercise it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Coalesce, Least

from programme.models import Enrolment, Release


@dataclass(frozen=True, slots=True)
class Span:
    """Week `number` and the moment (UTC) at which it opened."""

    number: int
    begins: datetime


def spans(enrolment: Enrolment, now: datetime) -> list[Span]:
    """The weeks that are open, in order. One query."""
    rows = Release.objects.visible(now).of(enrolment).order_by("week__number")
    # A stamp may come late, after a worker that stood still: the week was readable from its own moment.
    opened = Least(Coalesce("opened_at", "opens_at"), "opens_at")
    return [Span(number, at) for number, at in rows.values_list("week__number", opened)]


def number_at(weeks: Sequence[Span], moment: datetime) -> int:
    """The latest week that was open at `moment`; 0 before the first. A pause belongs to the week before it."""
    return max((week.number for week in weeks if week.begins <= moment), default=0)


def stretch(weeks: Sequence[Span], number: int) -> tuple[datetime, datetime | None] | None:
    """From when until when (UTC, half-open; None: until now) `number_at` gives this week; None for one that is not open."""
    begins = next((week.begins for week in weeks if week.number == number), None)
    if begins is None:
        return None
    return begins, min((week.begins for week in weeks if week.number > number), default=None)
