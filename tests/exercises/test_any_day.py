"""What may be written on any day, with a week and without one; everything else keeps the rule of its week."""

from datetime import timedelta

import pytest

from accounts.refusal import Refused
from programme.models import Exercise, Release
from tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
ANY_DAY = [Exercise.Kind.TRIGGER, Exercise.Kind.FREE, Exercise.Kind.PLANNED]


def of_kind(desk, kind: str) -> Exercise:
    exercise = people.exercise(desk.enrolment.programme, f"eigen-{kind}")
    Exercise.objects.filter(pk=exercise.pk).update(kind=kind)
    exercise.refresh_from_db()
    return exercise


@pytest.mark.parametrize("kind", ANY_DAY)
def test_it_is_written_without_a_week_and_with_one_that_is_open(desk, kind) -> None:
    exercise = of_kind(desk, kind)
    assert desk.write({"kort": "ja"}, exercise=exercise, week=None).log.week is None
    assert desk.write({"kort": "ja"}, exercise=exercise).log.week == desk.week


@pytest.mark.parametrize("kind", ANY_DAY)
def test_not_with_a_week_that_is_closed_nor_before_any_is_open(desk, kind) -> None:
    exercise = of_kind(desk, kind)
    with pytest.raises(Refused):
        desk.write({"kort": "ja"}, exercise=exercise, week=desk.enrolment.programme.weeks.get(number=2))
    Release.objects.update(opens_at=people.NOW + timedelta(days=1), opened_at=None)
    with pytest.raises(Refused):
        desk.write({"kort": "ja"}, exercise=exercise, week=None)


@pytest.mark.parametrize("kind", [Exercise.Kind.PLAIN, Exercise.Kind.DAILY])
def test_an_exercise_of_a_week_is_never_written_without_it(desk, kind) -> None:
    Exercise.objects.filter(pk=desk.exercise.pk).update(kind=kind)
    with pytest.raises(Refused):
        desk.write({"kort": "ja"}, week=None)
    with pytest.raises(Refused):
        desk.write({"kort": "ja"}, exercise=of_kind(desk, kind))


def test_one_that_is_retired_not_published_or_of_another_programme_is_not_written(desk) -> None:
    exercise = of_kind(desk, Exercise.Kind.TRIGGER)
    other = people.exercise(people.programme(slug="ander"), "eigen-ander")
    Exercise.objects.filter(pk=other.pk).update(kind=Exercise.Kind.TRIGGER)
    for changes in ({"retired_at": people.NOW}, {"retired_at": None, "live": False}):
        Exercise.objects.filter(pk=exercise.pk).update(**changes)
        with pytest.raises(Refused):
            desk.write({"kort": "ja"}, exercise=exercise, week=None)
    with pytest.raises(Refused):
        desk.write({"kort": "ja"}, exercise=other, week=None)


def test_the_same_page_goes_on_in_the_same_log_without_a_week(desk) -> None:
    exercise, token = of_kind(desk, Exercise.Kind.FREE), people.token()
    first = desk.write({"kort": "een"}, exercise=exercise, week=None, client_token=token)
    second = desk.write({"kort": "twee"}, exercise=exercise, week=None, client_token=token, based_on=1)
    assert second.log == first.log
