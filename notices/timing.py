"""When a mail may go: quiet hours, Sundays and caps, as the clock of whoever reads it shows them. Pure: moments in, a moment out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.zones import end_of_gap

SUNDAY = 6
MOST_A_DAY = 1
MOST_A_WEEK = 2
A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Quiet:
    """The local hours without mail, `[begins, ends)`, usually over midnight; equal hours mean that none are quiet."""

    begins: time
    ends: time

    def holds(self, at: time) -> bool:
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends


def next_moment(
    now: datetime, *, zone: str, quiet: Quiet, capped: bool = False, on_sunday: bool = False, sent: Iterable[datetime] = ()
) -> datetime:
    """The first moment in UTC, `now` or later, at which a mail may go to somebody in `zone`.

    Nothing goes on a Sunday unless `on_sunday`. `capped` mail goes at most once a local day and twice in any seven local
    days, counting the capped mail that was `sent`.
    """
    tz = ZoneInfo(zone)
    told = Counter(at.astimezone(tz).date() for at in sent)
    moment = now.astimezone(UTC)
    while True:
        local = moment.astimezone(tz)
        if quiet.holds(local.time()):
            moment = end_of_quiet(moment, quiet, tz)
        elif (local.weekday() == SUNDAY and not on_sunday) or (capped and not has_room(local.date(), told)):
            moment = next_shown(moment, local.date() + timedelta(days=1), time(0), tz)
        else:
            return moment


def has_room(day: date, told: Counter[date]) -> bool:
    """Whether one more capped mail fits on the local `day`."""
    week = sum(count for at, count in told.items() if day - A_WEEK < at <= day)
    return told[day] < MOST_A_DAY and week < MOST_A_WEEK


def end_of_quiet(moment: datetime, quiet: Quiet, tz: ZoneInfo) -> datetime:
    local = moment.astimezone(tz)
    # It is still evening: these quiet hours end on the next day.
    over_midnight = local.time() >= quiet.ends
    return next_shown(moment, local.date() + timedelta(days=over_midnight), quiet.ends, tz)


def next_shown(moment: datetime, day: date, at: time, tz: ZoneInfo) -> datetime:
    """The first moment in UTC after `moment` at which a clock in `tz` shows `at` on `day`, or has jumped over it.

    `moment` lies before it on that clock.
    """
    local = datetime.combine(day, at, tz)
    one, other = sorted(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if one.astimezone(tz).replace(tzinfo=None) != local.replace(tzinfo=None):
        return end_of_gap(local, tz)
    return one if one > moment else other
