"""The exercises of a week as one client finds them: where each stands in the week, and whether it was begun or done."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from exercises.models import Assignment, Log, Practised
from programme.models import Enrolment, Exercise, Release, Week, WeekExercise

PLACES: Final = ("core", "more", "daily", "closing", "extra")


@dataclass(frozen=True, slots=True)
class Doing:
    """One exercise in its place (core, more, daily, closing; extra when a coach gave it besides).
    Done means kept at least once; begun, only as a draft. `practised`: a practice of the week was done, which counts for its
    core as this exercise does."""

    exercise: Exercise
    place: str
    done: bool
    begun: bool
    practised: bool = False


def doings(enrolment: Enrolment, week: Week) -> list[Doing]:
    """In the order of the week. A constant number of queries: one."""
    logs = Log.objects.of(enrolment).filter(week=week, exercise=OuterRef("pk"))
    kept = logs.filter(versions__draft=False)
    here = WeekExercise.objects.filter(week=week)
    rows = Exercise.objects.filter(Q(pk__in=here.values("exercise")) | Q(pk__in=given(enrolment, week)))
    spot = here.filter(exercise=OuterRef("pk"))
    rows = rows.annotate(place=Subquery(spot.values("place")[:1]), spot=Subquery(spot.values("position")[:1]))
    # Any practice of the week counts, whichever it was.
    practised = Exists(Practised.objects.filter(enrolment=enrolment, week=week))
    rows = rows.annotate(done=Exists(kept), begun=Exists(logs), practised=practised)
    marked = rows.defer("fields", "intro").order_by(F("spot").asc(nulls_last=True), "pk")
    return [Doing(row, row.place or "extra", row.done, row.begun and not row.done, row.practised) for row in marked]


def given(enrolment: Enrolment, week: Week) -> QuerySet[Assignment, int]:
    """The exercises that a coach gave this client besides: in the week that opened last only."""
    later = Release.objects.of(enrolment).filter(week__number__gt=week.number, opened_at__isnull=False)
    return Assignment.objects.of(enrolment).standing().filter(~Exists(later), exercise__live=True).values_list("exercise", flat=True)


def by_place(found: list[Doing]) -> dict[str, list[Doing]]:
    return {place: [doing for doing in found if doing.place == place] for place in PLACES}


def extra_of(found: list[Doing]) -> Doing | None:
    """What a coach gave besides and was not done yet."""
    return next((doing for doing in found if doing.place == "extra" and not doing.done), None)


def core_of(found: list[Doing]) -> Doing | None:
    return next((doing for doing in found if doing.place == "core"), None)


def daily_of(found: list[Doing]) -> Doing | None:
    return next((doing for doing in found if doing.place == "daily"), None)
