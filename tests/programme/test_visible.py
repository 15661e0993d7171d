"""The one rule that says what may be seen."""

from datetime import datetime, timedelta

import pytest

from programme import enrolment as deeds
from programme import release
from programme.cover import set_cover
from programme.models import Enrolment, Release, Week
from tests import people
from tests.people import MONDAY, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.engine]

WEEK = timedelta(days=7)


@pytest.fixture
def enrolment() -> Enrolment:
    return people.enrolled(people.client(), people.coach(), starts_on=MONDAY + WEEK)


def seen(enrolment: Enrolment, now: datetime) -> list[int]:
    return sorted(Release.objects.visible(now).of(enrolment).values_list("week__number", flat=True))


def opening(enrolment: Enrolment, number: int) -> datetime:
    return enrolment.releases.get(week__number=number).opens_at


def test_without_any_worker_a_week_is_there_at_its_second_and_not_before(enrolment: Enrolment) -> None:
    at = opening(enrolment, 2)

    assert seen(enrolment, at - timedelta(seconds=1)) == [1]
    assert seen(enrolment, at) == [1, 2]


def test_what_was_opened_stays_when_its_cover_is_taken_away(enrolment: Enrolment) -> None:
    now = opening(enrolment, 3)
    set_cover(enrolment=enrolment, source="test", through_week=1, now=now)

    assert seen(enrolment, now) == [1, 2, 3]
    assert seen(enrolment, now + 10 * WEEK) == [1, 2, 3]


def test_a_week_beyond_the_cover_waits_until_it_is_covered() -> None:
    enrolment = people.enrolled(people.client(), people.coach(), starts_on=MONDAY, through_week=4)
    now = NOW + 6 * WEEK
    assert seen(enrolment, now) == [1, 2, 3, 4]

    set_cover(enrolment=enrolment, source="order 1", through_week=8, now=now)
    assert seen(enrolment, now) == [1, 2, 3, 4, 5, 6, 7]


def test_the_highest_cover_counts_whatever_the_order() -> None:
    enrolment = people.enrolled(people.client(), people.coach(), starts_on=MONDAY, through_week=0)
    for source, through in (("b", 8), ("a", 4), ("b", 6)):
        set_cover(enrolment=enrolment, source=source, through_week=through, now=NOW)

    assert enrolment.covered_through == 6


def test_a_held_week_waits_until_it_is_let_go(enrolment: Enrolment) -> None:
    coach, now = enrolment.client.carers.get().member, opening(enrolment, 2)
    release.hold(enrolment=enrolment, number=3, by=coach, now=now)
    assert seen(enrolment, now + WEEK) == [1, 2]

    release.let_go(enrolment=enrolment, number=3, by=coach, now=now + WEEK)
    assert seen(enrolment, now + WEEK) == [1, 2, 3]


def test_in_a_pause_nothing_new_opens_and_nothing_closes(enrolment: Enrolment) -> None:
    now = opening(enrolment, 2)
    deeds.pause(
        enrolment=enrolment, starts_on=enrolment.local_day(now), ends_on=enrolment.local_day(now) + WEEK, by=enrolment.client, now=now
    )

    assert seen(enrolment, now) == [1, 2]
    assert seen(enrolment, now + WEEK) == [1, 2]
    assert seen(enrolment, now + 2 * WEEK) == [1, 2, 3]


def test_after_stopping_what_was_open_can_still_be_read(enrolment: Enrolment) -> None:
    now = opening(enrolment, 2)
    deeds.stop(enrolment=enrolment, by=enrolment.client, now=now)

    assert seen(enrolment, now + 9 * WEEK) == [1, 2]
    assert Release.objects.of(enrolment).count() == 2


def test_a_week_that_is_not_published_is_not_there_although_it_is_due(enrolment: Enrolment) -> None:
    Week.objects.filter(number=1).update(live=False)

    assert seen(enrolment, opening(enrolment, 1)) == []


def test_another_person_sees_nothing_of_it(enrolment: Enrolment) -> None:
    other = people.enrolled(people.client(), people.coach(), starts_on=MONDAY + 2 * WEEK)

    assert seen(other, opening(enrolment, 1)) == []
