"""When an answer is brought: at once, or, written outside working hours, with the letters of the next working day. Pure."""

from collections.abc import Container
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from accounts.models import Practice
from accounts.working_days import Closed, is_working_day, next_working_day
from notices.timing import next_shown


def in_hours(now: datetime, practice: Practice) -> bool:
    """On a working day, between the hour of the letters and the hour before which answers are promised. The days away of one
    person do not count: whoever writes is there."""
    local = now.astimezone(ZoneInfo(practice.zone))
    return is_working_day(local.date()) and practice.letters_at <= local.time() < time(practice.answer_hour)


def next_letters(now: datetime, practice: Practice, shut: Container[date] = Closed()) -> datetime:
    """The next moment in UTC, later than `now`, at which letters are brought: on a working day."""
    tz = ZoneInfo(practice.zone)
    local = now.astimezone(tz)
    today = is_working_day(local.date(), shut) and local.time() < practice.letters_at
    day = local.date() if today else next_working_day(local.date(), shut)
    return next_shown(now.astimezone(UTC), day, practice.letters_at, tz)


def waits_by_default(now: datetime, practice: Practice, promised_at: datetime | None) -> bool:
    """Whether an answer finished now waits for the letters unless its writer says otherwise: outside hours, and not when the
    promise would pass meanwhile."""
    # Sent at once it is in time; with the letters it would be late.
    kept_now = promised_at is not None and now <= promised_at < next_letters(now, practice)
    return not in_hours(now, practice) and not kept_now
