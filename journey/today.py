"""The one thing to do now, and what is on its way. Never what was not done."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists

from accounts.access import coach_of
from accounts.models import Absence, User
from exercises.letter_to_oneself import FROM_WEEK
from exercises.models import DUE, Log, LogQuerySet, Review
from journey import anyday
from journey.doings import Doing, core_of, daily_of, doings, extra_of
from journey.late import COLUMNS, Late, asked_about, late
from journey.promised import Promised
from journey.strands import Leg, Picture, lying
from journey.then_and_now import SAID_ON_TODAY
from journey.weeks import Stand, Station, latest_open, next_ahead, stations
from programme.calendar import WEEKS
from programme.models import READ_AFTER, WRITTEN_AFTER, Enrolment, Exercise, Pause, Status

# From this week on the end is in sight, and said.
NEARS_THE_END = 10
# That the coach will be away is said so long ahead.
TOLD_AHEAD = timedelta(days=21)
# The exercise in which somebody says what kind of answers help.
GUIDANCE = "w01-b"
# A plan is looked at for so long after it was made.
PLANNED_WITHIN = timedelta(days=60)
# A first day, and the first day back.
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Answer:
    """The latest answer that arrived: who wrote it, when (UTC), about which week, and the log under which it stands."""

    by: str
    at: datetime
    number: int
    log: UUID


@dataclass(frozen=True, slots=True)
class Facts:
    """Who answers, the latest answer, what is promised next; the first day back of the pause that is now, and whether that
    is today; the pause that is next and the coach's days away; whether anything was written, there is a trigger log, the two
    minutes of today were written, and something was planned lately; and what the morning asks about."""

    coach: str
    answer: Answer | None
    promised: Promised | None
    back_on: date | None
    back_today: bool
    upcoming: Days | None
    away: Days | None
    wrote: bool
    triggers: bool
    wrote_today: bool
    plans: bool
    asked: Late | None


@dataclass(frozen=True, slots=True)
class Today:
    """`now` is aware, in the enrolment's zone."""

    now: datetime
    enrolment: Enrolment
    facts: Facts
    week: Station | None
    coming: Station | None
    found: list[Doing]
    way: list[Station]
    plan: Log | None = None

    @property
    def may_add(self) -> bool:
        """Whether the trigger log can be written now."""
        return self.facts.triggers and self.week is not None and self.enrolment.may_write(self.now)

    @property
    def core(self) -> Doing | None:
        return core_of(self.found)

    @property
    def daily(self) -> Doing | None:
        return daily_of(self.found)

    @property
    def extra(self) -> Doing | None:
        return extra_of(self.found)

    @property
    def guidance(self) -> Doing | None:
        return next((doing for doing in self.found if doing.exercise.source_id == GUIDANCE), None)

    @property
    def is_first(self) -> bool:
        """Week 1 is the only one open, and nothing was written or practised yet."""
        begun = self.facts.wrote or (self.core is not None and self.core.practised)
        return self.enrolment.status == Status.ACTIVE and self.number == 1 and not begun

    @property
    def nears_the_end(self) -> bool:
        return self.enrolment.status == Status.ACTIVE and self.number >= NEARS_THE_END

    @property
    def looks_back(self) -> bool:
        """In these weeks the first trigger log stands beside the latest."""
        return self.enrolment.status == Status.ACTIVE and self.number in SAID_ON_TODAY

    @property
    def is_time_for_a_letter(self) -> bool:
        return self.enrolment.status == Status.ACTIVE and self.number >= FROM_WEEK

    @property
    def number(self) -> int:
        """The latest week that is open; 0 before the first."""
        return self.week.week.number if self.week else 0

    @property
    def picture(self) -> Picture:
        """The twelve weeks on their side, drawn as far as they are open."""
        return lying(tuple(Leg(week, week + 1, drawn=week < self.number) for week in range(WEEKS)))

    @property
    def remaining(self) -> list[Station]:
        return [station for station in self.way if not station.is_open]

    @property
    def completes_at(self) -> datetime | None:
        """When the programme will be complete (UTC), if nothing changes; None while a week has no moment of its own."""
        known = all(station.stand in {Stand.OPEN, Stand.AHEAD} for station in self.way)
        return max(station.at for station in self.way) + timedelta(days=7) if self.way and known else None

    @property
    def stays_until(self) -> datetime | None:
        return self.completes_at and self.completes_at + READ_AFTER

    @property
    def journal_until(self) -> datetime | None:
        return self.completes_at and self.completes_at + WRITTEN_AFTER

    @property
    def reads_until(self) -> datetime | None:
        """The last moment (UTC) at which an ended programme may be read."""
        return self.enrolment.ended_at and self.enrolment.ended_at + READ_AFTER

    @property
    def writes_until(self) -> datetime | None:
        """The last moment (UTC) of writing in an own journal; None when that is over, or never was."""
        return self.enrolment.ended_at + WRITTEN_AFTER if self.enrolment.ended_at and self.enrolment.may_write(self.now) else None

    @property
    def part_of_day(self) -> str:
        """morning, afternoon, evening or night, by the local hour of `now`."""
        # By the clock on the wall: `now` is in the enrolment's zone.
        hour = self.now.hour
        return "night" if hour < 6 else "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"


def look(enrolment: Enrolment, local_now: datetime, readable: LogQuerySet | None = None) -> Today:
    """What somebody sees on their first page. `local_now` is aware, in the enrolment's zone. Nine queries,
    and three more for who planned something lately. For whose eyes not all logs are, `readable` are the ones that count:
    then no text is opened."""
    way = stations(enrolment, local_now)
    week = latest_open(way)
    found = doings(enrolment, week.week) if week else []
    known = facts(enrolment, local_now, readable)
    plan = anyday.due_plan(enrolment, local_now) if known.plans and readable is None else None
    return Today(local_now, enrolment, known, week, next_ahead(way), found, way, plan)


def facts(enrolment: Enrolment, now: datetime, readable: LogQuerySet | None = None) -> Facts:
    """Seven plain queries, one less for whom nobody answers."""
    # One question that holds them all takes twice the CPU, nearly all of it in putting it together: docs/figures.md.
    logs = Log.objects.of(enrolment) if readable is None else readable
    coach = coach_of(enrolment.client, now)
    back_on, back_today, upcoming = pauses(enrolment, enrolment.local_day(now))
    asked = asked_about(logs, now).values_list(*COLUMNS).first()
    there = marks(enrolment, logs, now)
    return Facts(
        coach=coach.first_name if coach else "",
        answer=latest_answer(enrolment, now),
        promised=promised(logs, now),
        back_on=back_on,
        back_today=back_today,
        upcoming=upcoming,
        away=away(coach, enrolment.local_day(now)) if coach else None,
        asked=late(enrolment, asked, now) if asked else None,
        wrote=there["wrote"],
        triggers=there["triggers"],
        wrote_today=there["wrote_today"],
        plans=there["plans"],
    )


def pauses(enrolment: Enrolment, day: date) -> tuple[date | None, bool, Days | None]:
    """The first day back of the pause that covers `day`, whether `day` is itself a first day back, and the next pause."""
    rows = list(Pause.objects.filter(enrolment=enrolment, ends_on__gte=day).order_by("starts_on").values_list("starts_on", "ends_on"))
    back_on = max((back for first, back in rows if first <= day < back), default=None)
    back_today = back_on is None and any(back == day for _first, back in rows)
    return back_on, back_today, next(((first, back) for first, back in rows if first > day), None)


def away(coach: User, day: date) -> Days | None:
    """The first day and the first day back of who answers, when they are away on `day` or soon."""
    soon = Absence.objects.of(coach).ahead(day).filter(starts_on__lte=day + TOLD_AHEAD)
    return soon.values_list("starts_on", "ends_on").first()


def promised(logs: LogQuerySet, now: datetime) -> Promised | None:
    """The promise that is due first."""
    rows = logs.awaiting(now).filter(promised_at__isnull=False).annotate(due=DUE).order_by("due", "pk")
    found = rows.values_list("due", "repromised_why", "missed_at").first()
    return Promised(*found, now) if found else None


def marks(enrolment: Enrolment, logs: LogQuerySet, now: datetime) -> dict[str, bool]:
    """What there is of entries and exercises, by the names of `Facts`. One query."""
    midnight = anyday.midnight(enrolment.local_day(now), enrolment)
    there = {
        "wrote": logs,
        "wrote_today": logs.filter(exercise__kind=Exercise.Kind.DAILY, started_at__gte=midnight),
        "plans": logs.filter(exercise__kind=Exercise.Kind.PLANNED, started_at__gte=now - PLANNED_WITHIN),
        "triggers": Exercise.objects.at_any_time().filter(programme=enrolment.programme_id, kind=Exercise.Kind.TRIGGER),
    }
    row = Enrolment.objects.filter(pk=enrolment.pk).values_list(*(Exists(rows) for rows in there.values())).get()
    return dict(zip(there, row, strict=True))


def latest_answer(enrolment: Enrolment, now: datetime) -> Answer | None:
    arrived = Review.objects.of(enrolment).arrived(now).filter(logs__isnull=False).order_by("-published_at")
    found = arrived.values_list("author__name", "published_at", "week__number", "logs").first()
    return Answer(given_name(found[0]), found[1], found[2], found[3]) if found and found[1] else None


def given_name(name: str | None) -> str:
    return (name or "").split(" ")[0]
