"""The night: what is shared in it waits for the morning. Pure: a moment and the practice's settings in, a moment in UTC out."""

from datetime import datetime
from zoneinfo import ZoneInfo

from accounts.models import Practice
from notices.timing import Quiet, end_of_quiet, next_shown


def ends(at: datetime, zone: str, practice: Practice) -> datetime | None:
    """The moment in UTC at which the night ends in which `at` falls by a clock in `zone`; None by day."""
    hours, tz = Quiet(practice.night_from, practice.night_until), ZoneInfo(zone)
    return end_of_quiet(at, hours, tz) if hours.holds(at.astimezone(tz).time()) else None


def visible_from(at: datetime, zone: str, practice: Practice) -> datetime:
    """When the coach sees what is shared at `at`: at once by day; by night at the hour that the practice set for the
    morning after, by a clock in `zone`, or when the night ends where that is later."""
    morning = ends(at, zone, practice)
    if morning is None:
        return at
    local = morning.astimezone(ZoneInfo(zone))
    if local.time() >= practice.night_visible_at:
        return morning
    return next_shown(morning, local.date(), practice.night_visible_at, ZoneInfo(zone))
