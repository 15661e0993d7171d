"""Giving one person an exercise besides the weeks, and taking it back."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.access import cares_for
from accounts.models import User
from accounts.refusal import Refused
from exercises.models import Assignment
from programme.models import Enrolment, Exercise, Release, Status
from programme.release import locked, note


def to_give(enrolment: Enrolment, now: datetime) -> QuerySet[Exercise]:
    """What can be given: published, not in a week that is open, and not given already."""
    opened = Release.objects.visible(now).of(enrolment).values("week")
    standing = Assignment.objects.of(enrolment).standing().values("exercise")
    # The trigger log and what else may be written on any day is everybody's already.
    ours = Exercise.objects.filter(programme=enrolment.programme_id, live=True, retired_at=None)
    return ours.exclude(weekexercise__week__in=opened).exclude(pk__in=standing).exclude(pk__in=Exercise.objects.at_any_time())


def given(enrolment: Enrolment, source_id: str) -> Exercise | None:
    """The exercise that this client was given, if they were."""
    rows = Assignment.objects.of(enrolment).standing().filter(exercise__source_id=source_id).select_related("exercise")
    found = rows.first()
    return found.exercise if found else None


@transaction.atomic
def give(*, enrolment: Enrolment, exercise: Exercise, by: User, now: datetime, reason: str = "") -> Assignment:
    """Let it stand in the client's current week. One that was taken back is given anew.

    Raises Refused when the programme is not running, `by` does not care for this client, or it cannot be given.
    """
    fresh = locked(enrolment)
    if fresh.status != Status.ACTIVE or not cares_for(by, fresh.client, now):
        raise Refused(_("This can be given only to somebody you care for, while the programme is running."))
    if not to_give(fresh, now).filter(pk=exercise.pk).exists():
        raise Refused(_("This exercise stands in an open week already, or was given before."))
    # One row for each exercise and client: what is given anew is not given twice.
    made, _new = Assignment.objects.update_or_create(
        enrolment=fresh, exercise=exercise, defaults={"by": by, "given_at": now, "retired_at": None}
    )
    note(fresh, "exercise given", by=by, now=now, after={"exercise": exercise.pk}, reason=reason)
    return made


@transaction.atomic
def take_back(*, assignment: Assignment, by: User, now: datetime, reason: str = "") -> None:
    """It stands in no week any more; what was written in it stays. Twice is once."""
    fresh = locked(assignment.enrolment)
    if not cares_for(by, fresh.client, now):
        raise Refused(_("This can be given only to somebody you care for, while the programme is running."))
    if Assignment.objects.filter(pk=assignment.pk, retired_at=None).update(retired_at=now):
        note(fresh, "exercise taken back", by=by, now=now, before={"exercise": assignment.exercise_id}, reason=reason)
