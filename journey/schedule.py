"""A client's own dates: pauses, what changed, and what a planned pause would make of the weeks that are not open."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.models import Practice
from journey.changes import told
from journey.path import last_day, steps
from journey.strands import Leg, Picture, lying
from journey.weeks import Station, stations
from programme.calendar import WEEKS, opening_moments
from programme.models import Change, Enrolment, Pause

# Two months of Mondays; who plans further ahead says so to the practice.
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


@dataclass(frozen=True, slots=True)
class Strip:
    """The twelve weeks and their pauses on one line, to scale: a day takes as much room wherever it stands. `ends` is the
    last day of week 12."""

    picture: Picture
    begins: date
    ends: date


@dataclass(frozen=True, slots=True)
class Plan:
    """What a pause would make of the dates, beside what they are."""

    shifts: list[Shift]
    before: Strip
    after: Strip


def history(enrolment: Enrolment) -> list[tuple[Change, str]]:
    """What changed, the newest first, each with its sentence."""
    return [(change, told(change, enrolment.zone)) for change in enrolment.changes.select_related("by")]


def pauses_of(enrolment: Enrolment) -> list[Pause]:
    return list(enrolment.pauses.all())


def coming_pauses(pauses: list[Pause], enrolment: Enrolment, now: datetime) -> list[Pause]:
    """Those that are not over yet."""
    return [pause for pause in pauses if pause.ends_on > enrolment.local_day(now)]


def room(enrolment: Enrolment, practice: Practice, pauses: list[Pause]) -> Room:
    own = [pause for pause in pauses if pause.by_id == enrolment.client_id]
    taken = sum((pause.ends_on - pause.starts_on).days for pause in own) // 7
    return Room(max(0, practice.pause_times - len(own)), max(0, practice.pause_weeks_in_all - taken), practice.pause_weeks_at_once)


def first_days(enrolment: Enrolment, now: datetime) -> list[date]:
    """The days on which a pause may begin: tomorrow, and the Mondays after it."""
    tomorrow = enrolment.local_day(now) + timedelta(days=1)
    monday = tomorrow + timedelta(days=(7 - tomorrow.weekday()) % 7)
    mondays = [monday + timedelta(weeks=n) for n in range(MONDAYS_AHEAD)]
    return sorted({tomorrow, *mondays})


def strip(enrolment: Enrolment, pauses: list[Pause], now: datetime) -> Strip | None:
    """None without weeks."""
    way = stations(enrolment, now)
    return drawn(enrolment, way, pauses, now) if way else None


def plan(enrolment: Enrolment, pauses: list[Pause], starts_on: date, ends_on: date, now: datetime) -> Plan:
    """What a pause `[starts_on, ends_on)` beside `pauses` would make of the weeks. Changes nothing."""
    way = stations(enrolment, now)
    days = [(pause.starts_on, pause.ends_on) for pause in pauses]
    moments = opening_moments(enrolment.starts_on, WEEKS, [*days, (starts_on, ends_on)], enrolment.hour, enrolment.zone)
    by_hand = set(enrolment.releases.filter(moved_by_hand=True).values_list("week__number", flat=True))
    moved = [station if stays(station, by_hand) else replace(station, at=moments[station.week.number - 1]) for station in way]
    shifts = [Shift(old.week.number, old.at, new.at) for old, new in zip(way, moved, strict=True) if old.at != new.at]
    wished = sorted([*pauses, Pause(starts_on=starts_on, ends_on=ends_on)], key=lambda pause: pause.starts_on)
    after = drawn(enrolment, moved, wished, now)
    return Plan(shifts, drawn(enrolment, way, pauses, now, beside=after), after)


def stays(station: Station, by_hand: set[int]) -> bool:
    return station.is_open or station.week.number in by_hand


def drawn(enrolment: Enrolment, way: list[Station], pauses: list[Pause], now: datetime, *, beside: Strip | None = None) -> Strip:
    """The strip, as long as the one it stands `beside`, so that a day is as long in both."""
    zone = ZoneInfo(enrolment.zone)
    found = list(legs(steps(way, pauses, zone), enrolment.local_day(now)))
    behind = max((n for n, leg in enumerate(found, 1) if leg.drawn), default=0)
    picture = lying(tuple(replace(leg, drawn=n <= behind) for n, leg in enumerate(found, 1)), beside.picture.length if beside else 0)
    return Strip(picture, way[0].at.astimezone(zone).date(), last_day(way, zone))


def legs(walk: Iterable[Station | Pause], today: date) -> Iterator[Leg]:
    """A length is in days."""
    behind = 0
    for step in walk:
        if isinstance(step, Pause):
            yield Leg(behind, behind, (step.ends_on - step.starts_on).days, drawn=step.starts_on <= today)
        else:
            yield Leg(behind, step.week.number, 7, drawn=step.is_open)
            behind = step.week.number
