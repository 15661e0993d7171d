"""Figures about everybody together: what gets done week by week, and which promises were kept. Never of fewer than ten people."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from exercises.models import Log, LogVersion, Review
from programme.calendar import WEEK_NUMBERS, WEEKS
from programme.models import Enrolment, Release, Status

# van Ballegooijen 2014 (PLOS ONE): 65 % of people in guided programmes finish all of it.
PUBLISHED: Final = 65
FEWEST: Final = 10
A_WEEK: Final = timedelta(days=7)
LATELY: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many. `percent` is None for fewer than ten people: then nobody is counted aloud."""

    label: int
    done: int
    of: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.done / self.of) if self.of >= FEWEST else None


def by_week(now: datetime) -> list[Share]:
    """For weeks 1 to 12: of whom the week was open for seven days, or who had stopped by then, how many wrote in it. A week
    that was past when somebody was brought over says nothing. Four queries."""
    lived = weeks_lived(now)
    opened = dict(lived.order_by().values_list("week__number").annotate(Count("pk")))
    done = dict(lived.filter(Exists(written())).order_by().values_list("week__number").annotate(Count("pk")))
    stopped = stopped_before(now)
    return [Share(week, done.get(week, 0), opened.get(week, 0) + stopped[week]) for week in WEEK_NUMBERS]


def weeks_lived(now: datetime) -> QuerySet[Release]:
    since = F("enrolment__activated_at") - A_WEEK
    return Release.objects.filter(opened_at__lte=now - A_WEEK, opens_at__lte=now - A_WEEK, opens_at__gt=since)


def written() -> QuerySet[Log]:
    """Something that is no draft, in the week of the release."""
    kept = LogVersion.objects.filter(log=OuterRef("pk"), draft=False)
    return Log.objects.filter(Exists(kept), enrolment=OuterRef("enrolment"), week=OuterRef("week"))


def stopped_before(now: datetime) -> dict[int, int]:
    """How many who stopped would have lived each week by now, and have no release of it."""
    counts = dict.fromkeys(WEEK_NUMBERS, 0)
    ended = Enrolment.objects.filter(status=Status.WITHDRAWN, activated_at__isnull=False).annotate(left=Count("releases"))
    for starts_on, left in ended.values_list("starts_on", "left"):
        weeks = (now.date() - starts_on).days // 7
        for week in range(left + 1, min(weeks, WEEKS) + 1):
            counts[week] += 1
    return counts


def finished(now: datetime) -> Share:
    """Of whom the twelve weeks are over, or who stopped, how many wrote in all twelve. Two queries."""
    over = Q(status=Status.WITHDRAWN, activated_at__isnull=False) | Q(status=Status.COMPLETED)
    kept = Exists(LogVersion.objects.filter(log=OuterRef("logs"), draft=False))
    people = Enrolment.objects.filter(over)
    weeks = Count("logs__week", distinct=True, filter=kept)
    return Share(0, people.annotate(weeks=weeks).filter(weeks=WEEKS).count(), people.count())


@dataclass(frozen=True, slots=True)
class Promises:
    """Of what was shared in the last ninety days and promised an answer by now: how many, how many on time. `people` counts
    clients; with fewer than ten there is no figure."""

    given: int
    kept: int
    people: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.kept / self.given) if self.people >= FEWEST and self.given else None


def promises(now: datetime) -> Promises:
    given = Log.objects.filter(promised_at__lte=now, promised_at__gt=now - LATELY)
    in_time = Review.objects.published().filter(logs=OuterRef("pk"), published_at__lte=OuterRef("promised_at"))
    found = given.annotate(in_time=Exists(in_time)).aggregate(
        given=Count("pk"), kept=Count("pk", filter=Q(in_time=True)), people=Count("enrolment__client", distinct=True)
    )
    return Promises(**found)
