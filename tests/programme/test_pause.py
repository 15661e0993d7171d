"""Pausing and coming back, within the practice's limits and beyond them."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from accounts.models import User
from accounts.refusal import Refused
from programme import enrolment as deeds
from programme import release
from programme.models import Enrolment, Pause
from tests import people
from tests.people import MONDAY, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.engine]

WEEK = timedelta(days=7)


@pytest.fixture
def coach() -> User:
    return people.coach()


@pytest.fixture
def enrolment(coach: User) -> Enrolment:
    return people.enrolled(people.client(), coach, starts_on=MONDAY)


def local_days(enrolment: Enrolment) -> list[date]:
    return [enrolment.local_day(at) for at in enrolment.releases.order_by("week__number").values_list("opens_at", flat=True)]


def by_client(enrolment: Enrolment, starts_on: date, weeks: int) -> Pause:
    return deeds.pause(enrolment=enrolment, starts_on=starts_on, ends_on=starts_on + weeks * WEEK, by=enrolment.client, now=NOW)


def refused(enrolment: Enrolment, starts_on: date, ends_on: date, by: User) -> str:
    before = local_days(enrolment)
    with pytest.raises(Refused) as refusal, translation.override("en"):
        deeds.pause(enrolment=enrolment, starts_on=starts_on, ends_on=ends_on, by=by, now=NOW)
    assert local_days(enrolment) == before
    return str(refusal.value)


def test_a_pause_moves_what_is_ahead_by_its_days_and_leaves_a_change(enrolment: Enrolment) -> None:
    before = local_days(enrolment)
    by_client(enrolment, MONDAY + WEEK, 2)

    assert local_days(enrolment) == before[:1] + [day + 2 * WEEK for day in before[1:]]
    change = enrolment.changes.get(kind="paused")
    assert change.after == {"starts_on": "2026-11-30", "ends_on": "2026-12-14"}
    assert change.by == enrolment.client


def test_a_week_moved_by_hand_stays_where_it_was_put(enrolment: Enrolment, coach: User) -> None:
    release.move_week(enrolment=enrolment, number=4, to=date(2027, 3, 1), by=coach, now=NOW)
    by_client(enrolment, MONDAY + WEEK, 1)

    assert local_days(enrolment)[3] == date(2027, 3, 1)


@pytest.mark.parametrize(("starts_in_days", "lasts_days"), [(7, 8), (7, 28), (7, 3), (-1, 7)])
def test_a_client_pauses_whole_weeks_one_to_three_from_today(enrolment: Enrolment, starts_in_days: int, lasts_days: int) -> None:
    starts_on = MONDAY + timedelta(days=starts_in_days)

    assert refused(enrolment, starts_on, starts_on + timedelta(days=lasts_days), enrolment.client)


def test_a_third_pause_goes_in_consultation(enrolment: Enrolment) -> None:
    by_client(enrolment, MONDAY + WEEK, 1)
    by_client(enrolment, MONDAY + 3 * WEEK, 1)

    assert "2 times" in refused(enrolment, MONDAY + 5 * WEEK, MONDAY + 6 * WEEK, enrolment.client)


def test_four_weeks_in_all_and_not_five(enrolment: Enrolment) -> None:
    by_client(enrolment, MONDAY + WEEK, 3)

    assert "4 weeks" in refused(enrolment, MONDAY + 5 * WEEK, MONDAY + 7 * WEEK, enrolment.client)
    by_client(enrolment, MONDAY + 5 * WEEK, 1)


def test_a_coach_may_give_more_and_that_does_not_use_up_the_clients_own(enrolment: Enrolment, coach: User) -> None:
    deeds.pause(enrolment=enrolment, starts_on=MONDAY + WEEK, ends_on=MONDAY + 9 * WEEK, by=coach, now=NOW)

    by_client(enrolment, MONDAY + 10 * WEEK, 3)


def test_days_that_overlap_a_pause_are_refused(enrolment: Enrolment, coach: User) -> None:
    by_client(enrolment, MONDAY + WEEK, 2)

    assert refused(enrolment, MONDAY + 2 * WEEK, MONDAY + 4 * WEEK, coach)


def test_pauses_that_touch_are_fine(enrolment: Enrolment) -> None:
    by_client(enrolment, MONDAY + WEEK, 1)
    by_client(enrolment, MONDAY + 2 * WEEK, 1)

    assert local_days(enrolment)[1] == MONDAY + 3 * WEEK


def test_only_a_running_programme_pauses(enrolment: Enrolment, coach: User) -> None:
    deeds.stop(enrolment=enrolment, by=coach, now=NOW)

    with pytest.raises(Refused):
        by_client(enrolment, MONDAY + WEEK, 1)


def test_coming_back_early_makes_today_the_first_day_back(enrolment: Enrolment) -> None:
    pause = by_client(enrolment, MONDAY, 3)
    deeds.resume(enrolment=enrolment, pause=pause, by=enrolment.client, now=NOW + timedelta(days=5))

    pause.refresh_from_db()
    assert pause.ends_on == MONDAY + timedelta(days=5)
    assert local_days(enrolment)[1] == MONDAY + WEEK + timedelta(days=5)


def test_a_pause_that_has_not_begun_is_taken_away(enrolment: Enrolment) -> None:
    before = local_days(enrolment)
    pause = by_client(enrolment, MONDAY + WEEK, 3)
    deeds.resume(enrolment=enrolment, pause=pause, by=enrolment.client, now=NOW)

    assert local_days(enrolment) == before
    assert not enrolment.pauses.exists()
    assert enrolment.changes.filter(kind="resumed").exists()


def test_on_the_first_day_back_there_is_nothing_to_end(enrolment: Enrolment) -> None:
    pause = by_client(enrolment, MONDAY, 1)

    with pytest.raises(Refused):
        deeds.resume(enrolment=enrolment, pause=pause, by=enrolment.client, now=NOW + WEEK)


def test_the_day_is_the_clients_own_and_not_the_servers(coach: User) -> None:
    in_apia = people.enrolled(people.client(), coach, starts_on=MONDAY, zone="Pacific/Apia")
    tuesday_there = MONDAY + timedelta(days=1)

    assert in_apia.local_day(NOW + timedelta(hours=4)) == tuesday_there
    with pytest.raises(Refused):
        deeds.pause(
            enrolment=in_apia,
            starts_on=MONDAY,
            ends_on=MONDAY + WEEK,
            by=in_apia.client,
            now=NOW + timedelta(hours=4),
        )
