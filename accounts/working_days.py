"""Days on which the practice works: Monday to Friday, without Dutch public holidays and days away. Pure."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from holidays import country_holidays

SATURDAY: Final = 5
A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Closed:
    """The days on which nobody is there: public holidays, and the half-open spans `[first day, first day back)` in `away`.

    `day in closed` is all that is asked of it, so a plain set of dates does as well.
    """

    away: tuple[tuple[date, date], ...] = ()

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and (is_public_holiday(day) or any(first <= day < back for first, back in self.away))


def closed(away: Iterable[tuple[date, date]] = ()) -> Closed:
    return Closed(tuple(away))


def is_public_holiday(day: date) -> bool:
    """Whether `day` is a public holiday in the Netherlands, Good Friday included (it is one for most who work in care)."""
    return day in holidays_of(day.year)


@cache
def holidays_of(year: int) -> frozenset[date]:
    return frozenset(country_holidays("NL", years=year, expand=False))


def is_working_day(day: date, shut: Container[date] = Closed()) -> bool:
    return day.weekday() < SATURDAY and day not in shut


def next_working_day(day: date, shut: Container[date] = Closed()) -> date:
    """The first working day after `day`. Raises OverflowError past year 9999."""
    day += A_DAY
    while not is_working_day(day, shut):
        day += A_DAY
    return day


def nth_working_day(day: date, number: int, shut: Container[date] = Closed()) -> date:
    """The working day `number` working days after `day`; `day` itself for 0."""
    for _working_day in range(number):
        day = next_working_day(day, shut)
    return day


def on_or_after(day: date, shut: Container[date] = Closed()) -> date:
    """`day` if it is open, otherwise the first working day after it. A practice may well answer on a Saturday, so a
    weekend that it chose itself is open here."""
    return next_working_day(day, shut) if day in shut else day
