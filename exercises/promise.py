"""When an answer is promised. Pure: a moment and the practice's settings in, a moment in UTC out."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from accounts.models import Practice
from programme.calendar import moment

SATURDAY = 5


def promised_for(shared_at: datetime, practice: Practice, *, first: bool) -> datetime:
    """The moment in UTC before which what was shared at `shared_at` is answered.

    Weekly: the practice's answer day and hour, for what was shared until the cut-off before it; else the week after.
    `first` is the very first share of a client: also within so many working days (Monday to Friday) after the day of
    sharing, at the answer hour; the earlier of the two counts.
    """
    weekly = next_answer(shared_at, practice)
    return min(weekly, after_working_days(shared_at, practice)) if first else weekly


def next_answer(shared_at: datetime, practice: Practice) -> datetime:
    tz = ZoneInfo(practice.zone)
    today = shared_at.astimezone(tz).date()
    days_before = cutoff_days_before(practice)
    first = today + timedelta(days=(practice.answer_weekday - today.weekday()) % 7)
    for weeks in count():
        day = first + timedelta(weeks=weeks)
        if shared_at <= moment(day - timedelta(days=days_before), practice.cutoff_hour, tz):
            return moment(day, practice.answer_hour, tz)
    raise AssertionError("there is always a next week")


def cutoff_days_before(practice: Practice) -> int:
    """Days from the cut-off to the answer day; a cut-off later on the answer day itself belongs to the week before."""
    days = (practice.answer_weekday - practice.cutoff_weekday) % 7
    return days or (0 if practice.cutoff_hour < practice.answer_hour else 7)


def after_working_days(shared_at: datetime, practice: Practice) -> datetime:
    tz = ZoneInfo(practice.zone)
    day = shared_at.astimezone(tz).date()
    for _working_day in range(max(1, practice.first_answer_working_days)):
        day = next_working_day(day)
    return moment(day, practice.answer_hour, tz).astimezone(UTC)


def next_working_day(day: date) -> date:
    """The first Monday to Friday after `day`."""
    day += timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day
