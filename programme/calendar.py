"""When weeks open. Pure: days and zones in, moments in UTC out.

A day in a pause is not lived; week n opens at the local opening hour of lived day 7(n-1), counted from the first day.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from accounts.zones import end_of_gap

WEEKS = 12
WEEK_NUMBERS = range(1, WEEKS + 1)
DAYS_A_WEEK = 7


def opening_moments(starts_on: date, weeks: int, pauses: Iterable[tuple[date, date]], hour: int, zone: str) -> list[datetime]:
    """The opening moments in UTC of weeks 1 to `weeks`.

    `pauses` are half-open local days `[from, until)`, in any order; they may touch or overlap. `hour` is local, 0-23.
    Raises ValueError on a pause that ends before it begins and on an hour outside the day, OverflowError past year 9999.
    """
    tz = ZoneInfo(zone)
    days = islice(lived_days(starts_on, unite(pauses)), 0, DAYS_A_WEEK * (weeks - 1) + 1, DAYS_A_WEEK)
    return [moment(day, hour, tz) for day in days]


def lived_days(starts_on: date, pauses: list[tuple[date, date]]) -> Iterator[date]:
    """Each day from `starts_on` that no pause covers. `pauses` are united and in order."""
    day, waiting = starts_on, list(pauses)
    while True:
        while waiting and waiting[0][1] <= day:
            waiting.pop(0)
        if waiting and waiting[0][0] <= day:
            day = waiting[0][1]
            continue
        yield day
        day += timedelta(days=1)


def unite(pauses: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """The same days as separate, ordered intervals. Raises ValueError on one that ends before it begins."""
    united: list[tuple[date, date]] = []
    for start, until in sorted(pauses):
        if until < start:
            raise ValueError("a pause ends on or after the day it begins")
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], until))
        elif until > start:
            united.append((start, until))
    return united


def moment(day: date, hour: int, tz: ZoneInfo) -> datetime:
    """The moment in UTC of local `hour` on `day`. A local time that a clock change skips becomes the first moment after
    the gap; one that it repeats is the first of the two. A day that the zone skipped (Apia, 30 December 2011) gives the
    first moment of the next day it has."""
    local = datetime.combine(day, time(hour), tz)
    utc = local.astimezone(UTC)
    # A time that exists comes back from UTC as it went; one that was skipped does not.
    if utc.astimezone(tz).replace(tzinfo=None) == local.replace(tzinfo=None):
        return utc
    return end_of_gap(local, tz)
