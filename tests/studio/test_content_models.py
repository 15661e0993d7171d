"""What publishing does and refuses: versions, places, numbers, and weeks that people have open."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.actions.unpublish import UnpublishAction

from accounts.refusal import Refused
from programme.models import Exercise, Release, Week
from tests import people
from tests.people import FIELDS

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def exercise(week: Week) -> Exercise:
    return Exercise.objects.get(source_id="w03-a")


def publish(row: Week | Exercise) -> None:
    row.save_revision().publish()
    row.refresh_from_db()


def test_publishing_freezes_a_version_only_when_something_changed(exercise: Exercise) -> None:
    publish(exercise)
    publish(exercise)
    assert [version.number for version in exercise.versions.all()] == [1]
    exercise.fields = [*FIELDS[1:], FIELDS[0]]
    publish(exercise)
    assert [version.number for version in exercise.versions.all()] == [2, 1]


def test_going_back_to_an_older_text_makes_it_the_latest_version_again(exercise: Exercise) -> None:
    first = exercise.title
    for title in ("Anders", first):
        exercise.title = title
        publish(exercise)
    assert [version.title for version in exercise.versions.all()] == [first, "Anders", first]


def test_a_draft_freezes_nothing(exercise: Exercise) -> None:
    exercise.title = "Anders"
    exercise.save_revision()
    assert exercise.versions.count() == 1


def test_the_keys_of_the_editor_make_no_version(exercise: Exercise) -> None:
    exercise.intro = exercise.intro.replace("<p>", '<p data-block-key="x1y2z">')
    publish(exercise)
    assert exercise.versions.count() == 1


def test_a_version_cannot_be_changed(exercise: Exercise) -> None:
    version = exercise.versions.get()
    version.title = "Anders"
    with pytest.raises(Refused):
        version.save()


def test_an_exercise_is_never_deleted(exercise: Exercise) -> None:
    with pytest.raises(Refused):
        exercise.delete()


def test_publishing_writes_down_which_exercises_stand_where(week: Week) -> None:
    daily = Exercise.objects.get(source_id="w05-daily")
    week.placed = [{"type": "exercise", "id": "x", "value": {"exercise": daily.pk, "place": "more"}}]
    week.save_revision()
    assert week.weekexercise_set.count() == 2
    publish(week)
    assert [(one.exercise, one.place) for one in week.weekexercise_set.all()] == [(daily, "more")]


def test_an_older_revision_keeps_the_number_the_id_and_what_was_loaded(week: Week) -> None:
    older = week.save_revision()
    Week.objects.filter(pk=week.pk).update(loaded_sha256="f" * 64)
    other = Week.objects.get(number=12)
    other.releases.all().delete()
    other.delete()
    Week.objects.filter(pk=week.pk).update(number=12, source_id="week-12")
    type(older).objects.get(pk=older.pk).publish()
    week.refresh_from_db()
    assert (week.number, week.source_id, week.loaded_sha256) == (12, "week-12", "f" * 64)


def test_an_exercise_that_is_retired_stays_retired_whatever_is_published(exercise: Exercise) -> None:
    older = exercise.save_revision()
    Exercise.objects.filter(pk=exercise.pk).update(retired_at=people.NOW)
    type(older).objects.get(pk=older.pk).publish()
    exercise.refresh_from_db()
    assert exercise.retired_at == people.NOW


def released(week: Week, opens_at: timedelta, *, opened: bool = False) -> None:
    enrolment = people.enrolled(people.client(), people.coach())
    now = timezone.now()
    Release.objects.of(enrolment).filter(week=week).update(opens_at=now + opens_at, opened_at=now if opened else None)


@pytest.mark.parametrize(("opens_at", "opened"), [(timedelta(minutes=-1), False), (timedelta(days=3), True)])
def test_a_week_that_is_due_or_open_for_somebody_cannot_leave(week: Week, opens_at: timedelta, opened: bool) -> None:
    released(week, opens_at, opened=opened)
    with pytest.raises(Refused):
        week.unpublish()
    fresh = Week.objects.get(pk=week.pk)
    with pytest.raises(Refused):
        UnpublishAction(fresh).execute(skip_permission_checks=True)
    with pytest.raises(Refused):
        Week.objects.get(pk=week.pk).delete()
    assert Week.objects.get(pk=week.pk).live


def test_a_week_that_still_waits_can_leave_and_come_back(week: Week) -> None:
    released(week, timedelta(days=3))
    week.unpublish()
    assert not Week.objects.get(pk=week.pk).live
    publish(week)
    assert week.live
