"""When an answer is promised. Pure: a moment and the practice's settings in, a moment in UTC out."""

from collections.abc import Container, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Final
from zoneinfo import ZoneInfo

from accounts.models import Practice
from accounts.working_days import Closed, next_working_day, nth_working_day, on_or_after
from programme.calendar import moment

# An answer that did not come has a new day within so many working days.
MADE_GOOD_WITHIN: Final = 2


def promised_for(shared_at: datetime, practice: Practice, *, first: bool, shut: Container[date] = Closed()) -> datetime:
    """The moment in UTC before which what was shared at `shared_at` is answered.

    Weekly: the practice's next answer day and hour (it has one or two), for what was shared until the cut-off before it. An
    answer day in `shut` (holidays, absences) gives way to the first working day after it.
    `first` is the very first share of a client: also within so many working days after the day of sharing, at the answer
    hour; the earlier of the two counts.
    """
    weekly = min(next_answer(shared_at, practice, answer, cutoff, shut) for answer, cutoff in answer_days(practice))
    return min(weekly, after_working_days(shared_at, practice, shut)) if first else weekly


def answer_days(practice: Practice) -> Iterator[tuple[int, int]]:
    """Each answer day with the weekday of its cut-off. Without a cut-off of its own the second has as many days as the first."""
    yield practice.answer_weekday, practice.cutoff_weekday
    second, cutoff = practice.second_answer_weekday, practice.second_cutoff_weekday
    if second is not None:
        yield second, (second - practice.answer_weekday + practice.cutoff_weekday) % 7 if cutoff is None else cutoff


def next_answer(shared_at: datetime, practice: Practice, answer_weekday: int, cutoff_weekday: int, shut: Container[date]) -> datetime:
    tz = ZoneInfo(practice.zone)
    today = shared_at.astimezone(tz).date()
    days_before = cutoff_days_before(practice, answer_weekday, cutoff_weekday)
    first = today + timedelta(days=(answer_weekday - today.weekday()) % 7)
    for weeks in count():
        day = first + timedelta(weeks=weeks)
        if shared_at <= moment(day - timedelta(days=days_before), practice.cutoff_hour, tz):
            return moment(on_or_after(day, shut), practice.answer_hour, tz)
    raise AssertionError("there is always a next week")


def cutoff_days_before(practice: Practice, answer_weekday: int, cutoff_weekday: int) -> int:
    """Days from the cut-off to the answer day; a cut-off later on the answer day itself belongs to the week before."""
    # Nought is the same weekday: then the hours say whether the cut-off comes before or after the answer.
    days = (answer_weekday - cutoff_weekday) % 7
    return days or (0 if practice.cutoff_hour < practice.answer_hour else 7)


def after_working_days(shared_at: datetime, practice: Practice, shut: Container[date]) -> datetime:
    tz = ZoneInfo(practice.zone)
    day = nth_working_day(shared_at.astimezone(tz).date(), max(1, practice.first_answer_working_days), shut)
    return moment(day, practice.answer_hour, tz).astimezone(UTC)


def instead_of(promised_at: datetime, practice: Practice, *, shut: Container[date]) -> datetime:
    """The new moment (UTC) of a promise that falls on a day in `shut`: the same hour of the first open working day after it."""
    tz = ZoneInfo(practice.zone)
    return moment(next_working_day(promised_at.astimezone(tz).date(), shut), practice.answer_hour, tz)


def made_good_by(promised_at: datetime, practice: Practice, *, shut: Container[date]) -> datetime:
    """The new moment (UTC) of an answer that did not come on its day: the answer hour, two working days later."""
    tz = ZoneInfo(practice.zone)
    return moment(nth_working_day(promised_at.astimezone(tz).date(), MADE_GOOD_WITHIN, shut), practice.answer_hour, tz)
