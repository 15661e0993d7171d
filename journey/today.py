"""The one thing to do now, and what is on its way. Never what was not done."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import Relation
from exercises.models import Log, Review
from journey.doings import Doing, core_of, daily_of, doings
from journey.weeks import Station, latest_open, next_ahead, stations
from programme.models import Enrolment, Pause

# As `Enrolment.may_read` and `may_write` have them.
READS = timedelta(days=365)
WRITES = timedelta(days=91)


@dataclass(frozen=True, slots=True)
class Answer:
    """The latest answer that arrived: who wrote it, when (UTC), about which week, and the log under which it stands."""

    by: str
    at: datetime
    number: int
    log: UUID


@dataclass(frozen=True, slots=True)
class Facts:
    """What one query tells: who answers, the latest answer, the next promised day (UTC) and the first day back."""

    coach: str
    answer: Answer | None
    promised_at: datetime | None
    back_on: date | None


@dataclass(frozen=True, slots=True)
class Today:
    """`now` is aware, in the enrolment's zone."""

    now: datetime
    enrolment: Enrolment
    facts: Facts
    week: Station | None
    coming: Station | None
    core: Doing | None
    daily: Doing | None

    @property
    def reads_until(self) -> datetime | None:
        """The last moment (UTC) at which an ended programme may be read."""
        return self.enrolment.ended_at and self.enrolment.ended_at + READS

    @property
    def writes_until(self) -> datetime | None:
        """The last moment (UTC) of writing in an own journal; None when that is over, or never was."""
        return self.enrolment.ended_at + WRITES if self.enrolment.ended_at and self.enrolment.may_write(self.now) else None

    @property
    def part_of_day(self) -> str:
        """morning, afternoon, evening or night, by the local hour of `now`."""
        hour = self.now.hour
        return "night" if hour < 6 else "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"

    @property
    def late(self) -> bool:
        """Whether the promised moment of an answer has passed."""
        return self.facts.promised_at is not None and self.facts.promised_at < self.now


def look(enrolment: Enrolment, local_now: datetime) -> Today:
    """What somebody sees on their first page. `local_now` is aware, in the enrolment's zone. Four queries."""
    way = stations(enrolment, local_now)
    week = latest_open(way)
    found = doings(enrolment, week.week) if week else []
    return Today(local_now, enrolment, facts(enrolment, local_now), week, next_ahead(way), core_of(found), daily_of(found))


def facts(enrolment: Enrolment, now: datetime) -> Facts:
    """Two queries; one when no answer came yet."""
    carers = Relation.objects.active(now).of_client(enrolment.client).order_by("-role", "-starts_at")
    promises = Log.objects.of(enrolment).unanswered().filter(promised_at__isnull=False).order_by("promised_at")
    day = enrolment.local_day(now)
    pauses = Pause.objects.filter(enrolment=OuterRef("pk"), starts_on__lte=day, ends_on__gt=day).order_by("-ends_on")
    asked = Enrolment.objects.filter(pk=enrolment.pk)
    found = asked.values_list(first(carers, "member__name"), first(promises, "promised_at"), first(pauses, "ends_on")).get()
    coach, promised_at, back_on = found
    return Facts(given_name(coach), latest_answer(enrolment, now), promised_at, back_on)


def latest_answer(enrolment: Enrolment, now: datetime) -> Answer | None:
    arrived = Review.objects.of(enrolment).arrived(now).filter(logs__isnull=False).order_by("-published_at")
    found = arrived.values_list("author__name", "published_at", "week__number", "logs").first()
    return Answer(given_name(found[0]), found[1], found[2], found[3]) if found and found[1] else None


def first(rows: QuerySet[Any], field: str) -> Subquery:
    return Subquery(rows.values(field)[:1])


def given_name(name: str | None) -> str:
    return (name or "").split(" ")[0]
