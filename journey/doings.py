"""The exercises of a week as one client finds them: where each stands in the week, and whether it was begun or done."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from exercises.models import Log, Practised
from programme.models import Enrolment, Exercise, Week, WeekExercise


@dataclass(frozen=True, slots=True)
class Doing:
    """One exercise in its place (core, more, daily, closing). Done means kept at least once; begun, only as a draft.
    `practised`: a practice of the week was done, which counts for its core as this exercise does."""

    exercise: Exercise
    place: str
    done: bool
    begun: bool
    practised: bool = False


def doings(enrolment: Enrolment, week: Week) -> list[Doing]:
    """In the order of the week. A constant number of queries: one."""
    logs = Log.objects.of(enrolment).filter(week=week, exercise=OuterRef("exercise"))
    kept = logs.filter(versions__draft=False)
    rows = WeekExercise.objects.filter(week=week).select_related("exercise").defer("exercise__fields", "exercise__intro")
    practised = Exists(Practised.objects.filter(enrolment=enrolment, week=week))
    marked = rows.annotate(done=Exists(kept), begun=Exists(logs), practised=practised).order_by("position")
    return [Doing(row.exercise, row.place, row.done, row.begun and not row.done, row.practised) for row in marked]


def by_place(found: list[Doing]) -> dict[str, list[Doing]]:
    return {place: [doing for doing in found if doing.place == place] for place in ("core", "more", "daily", "closing")}


def core_of(found: list[Doing]) -> Doing | None:
    return next((doing for doing in found if doing.place == "core"), None)


def daily_of(found: list[Doing]) -> Doing | None:
    return next((doing for doing in found if doing.place == "daily"), None)
