"""A client's own dates: pauses, what changed, and what a planned pause would make of the weeks that are not open."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import Practice
from journey.changes import told
from journey.weeks import Station, stations
from programme.calendar import WEEKS, opening_moments
from programme.models import Change, Enrolment, Pause

MONDAYS_AHEAD = 8


@dataclass(frozen=True, slots=True)
class Shift:
    """One week that a pause would move, from one moment (UTC) to another."""

    number: int
    before: datetime
    after: datetime


@dataclass(frozen=True, slots=True)
class Room:
    """What a client may still pause alone: how often, how many weeks in all, how many at once."""

    times: int
    weeks: int
    at_once: int

    @property
    def longest(self) -> int:
        return min(self.at_once, self.weeks) if self.times else 0


def history(enrolment: Enrolment) -> list[tuple[Change, str]]:
    """What changed, the newest first, each with its sentence."""
    return [(change, told(change, enrolment.zone)) for change in enrolment.changes.select_related("by")]


def coming_pauses(enrolment: Enrolment, now: datetime) -> list[Pause]:
    """Pauses that are not over yet."""
    return list(enrolment.pauses.filter(ends_on__gt=enrolment.local_day(now)))


def room(enrolment: Enrolment, practice: Practice) -> Room:
    own = list(enrolment.pauses.filter(by=enrolment.client_id).values_list("starts_on", "ends_on"))
    taken = sum((until - start).days for start, until in own) // 7
    return Room(max(0, practice.pause_times - len(own)), max(0, practice.pause_weeks_in_all - taken), practice.pause_weeks_at_once)


def first_days(enrolment: Enrolment, now: datetime) -> list[date]:
    """The days on which a pause may begin: tomorrow, and the Mondays after it."""
    tomorrow = enrolment.local_day(now) + timedelta(days=1)
    monday = tomorrow + timedelta(days=(7 - tomorrow.weekday()) % 7)
    mondays = [monday + timedelta(weeks=n) for n in range(MONDAYS_AHEAD)]
    return sorted({tomorrow, *mondays})


def shifts(enrolment: Enrolment, starts_on: date, ends_on: date, now: datetime) -> list[Shift]:
    """The weeks that a pause `[starts_on, ends_on)` would move, in order. Changes nothing."""
    pauses = [*enrolment.pauses.values_list("starts_on", "ends_on"), (starts_on, ends_on)]
    moments = opening_moments(enrolment.starts_on, WEEKS, pauses, enrolment.hour, enrolment.zone)
    by_hand = set(enrolment.releases.filter(moved_by_hand=True).values_list("week__number", flat=True))
    ahead = [station for station in stations(enrolment, now) if not station.is_open and station.week.number not in by_hand]
    return [shift(station, moments) for station in ahead if moments[station.week.number - 1] != station.at]


def shift(station: Station, moments: list[datetime]) -> Shift:
    return Shift(station.week.number, station.at, moments[station.week.number - 1])
