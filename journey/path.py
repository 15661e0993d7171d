"""The way through twelve weeks in the order in which it is lived: each week and each pause beside its slice of the picture."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet

from exercises.models import LogVersion
from journey.strands import Leg, Picture, standing
from journey.weeks import Stand, Station, latest_open, releases, station
from programme.calendar import WEEKS
from programme.models import Enrolment, Pause, Status, Theme


@dataclass(frozen=True, slots=True)
class Slice:
    """One week or one pause. `theme` is there on its first week only; `now` says that this is where somebody is; of a
    pause, `over` says that it can be changed no more. A week that is `explained` says in words what it waits for: the
    next one, and each that waits for more than its day."""

    picture: Picture
    station: Station | None = None
    pause: Pause | None = None
    theme: Theme | None = None
    now: bool = False
    done: bool = False
    over: bool = False
    explained: bool = False

    @property
    def has_date(self) -> bool:
        return self.station is not None and self.station.stand in {Stand.OPEN, Stand.AHEAD}

    @property
    def last_day(self) -> date | None:
        """Of a pause: the day before the first day back."""
        return self.pause.ends_on - timedelta(days=1) if self.pause else None


@dataclass(frozen=True, slots=True)
class Path:
    """`begins` and `ends` are the first and the last day, None without weeks; before and after it the lines go straight on."""

    slices: list[Slice]
    before: Picture
    after: Picture
    begins: date | None
    ends: date | None

    @property
    def has_held(self) -> bool:
        return any(each.station and each.station.stand == Stand.HELD for each in self.slices)


def look(enrolment: Enrolment, now: datetime) -> Path:
    """Two queries."""
    rows = list(releases(enrolment, now).annotate(done=Exists(kept_core(enrolment))))
    way, pauses, today = [station(row, now) for row in rows], list(enrolment.pauses.all()), enrolment.local_day(now)
    zone, done = ZoneInfo(enrolment.zone), {row.week_id for row in rows if row.done}
    slices = list(sliced(steps(way, pauses, zone), where(enrolment, way, pauses, today), done, today))
    begins = way[0].at.astimezone(zone).date() if way else None
    ended = Leg(WEEKS, WEEKS, drawn=enrolment.status == Status.COMPLETED)
    return Path(slices, standing(Leg(0, 0)), standing(ended), begins, last_day(way, zone) if way else None)


def last_day(way: list[Station], zone: ZoneInfo) -> date:
    """The last of the seven days of the last week."""
    # The latest of them: a week that was moved by hand may open after the twelfth.
    return max(each.at for each in way).astimezone(zone).date() + timedelta(days=6)


def where(enrolment: Enrolment, way: list[Station], pauses: list[Pause], today: date) -> Station | Pause | None:
    """The pause or the week in which somebody is; None once it has ended, and before anything is open."""
    if enrolment.status != Status.ACTIVE:
        return None
    return next((pause for pause in pauses if pause.starts_on <= today < pause.ends_on), None) or latest_open(way)


def steps(way: Iterable[Station], pauses: list[Pause], zone: ZoneInfo) -> Iterator[Station | Pause]:
    """Weeks in their order, each pause before the first week that opens after it began."""
    waiting = list(pauses)
    for each in way:
        while waiting and precedes(waiting[0], each, zone):
            yield waiting.pop(0)
        yield each
    yield from waiting


def precedes(pause: Pause, week: Station, zone: ZoneInfo) -> bool:
    day = week.at.astimezone(zone).date()
    # A pause may begin on the day a week opened: then that week was there first.
    return pause.starts_on < day or (pause.starts_on == day and not week.is_open)


def sliced(walk: Iterable[Station | Pause], here: Station | Pause | None, done: set[int], today: date) -> Iterator[Slice]:
    behind, theme, named = 0, None, False
    for step in walk:
        if isinstance(step, Pause):
            still = standing(Leg(behind, behind, drawn=step.starts_on <= today))
            yield Slice(still, pause=step, now=step == here, over=step.ends_on <= today)
            continue
        week, leg = step.week, Leg(behind, step.week.number, drawn=step.is_open)
        yield Slice(
            standing(leg),
            station=step,
            theme=None if theme == week.theme else week.theme,
            now=step == here,
            done=week.pk in done,
            explained=step.stand != Stand.AHEAD or not named,
        )
        named = named or step.stand == Stand.AHEAD
        behind, theme = week.number, week.theme


def kept_core(enrolment: Enrolment) -> QuerySet[LogVersion]:
    """What was kept of a week's core exercise, seen from a release: a week with any is done."""
    kept = LogVersion.objects.filter(log__enrolment=enrolment, log__week=OuterRef("week"), draft=False)
    return kept.filter(log__exercise__weekexercise__week=OuterRef("week"), log__exercise__weekexercise__place="core")
