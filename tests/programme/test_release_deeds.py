"""The deeds on one week: early, held, let go, moved; and the desk's warning."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from accounts.refusal import Refused
from notices.models import Notice
from programme import desk, release
from programme.models import Enrolment, Release, Week
from tests import people
from tests.people import MONDAY, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def coach() -> User:
    return people.coach()


@pytest.fixture
def enrolment(coach: User) -> Enrolment:
    return people.enrolled(people.client(), coach, starts_on=MONDAY)


def week(enrolment: Enrolment, number: int) -> Release:
    return enrolment.releases.get(week__number=number)


def test_opening_early_opens_and_tells_at_once(enrolment: Enrolment, coach: User) -> None:
    release.open_early(enrolment=enrolment, number=3, by=coach, now=NOW, reason="talked")

    assert week(enrolment, 3).opened_at == NOW
    assert Notice.objects.get(kind="week-open").about == f"{enrolment.pk}:3"
    assert enrolment.changes.get(kind="opened early").after["number"] == 3


@pytest.mark.parametrize("why", ["open", "held", "uncovered", "not live"])
def test_a_week_that_cannot_open_is_refused_and_stays_shut(coach: User, why: str) -> None:
    enrolment = people.enrolled(people.client(), coach, starts_on=MONDAY, through_week=2 if why == "uncovered" else 12)
    if why == "open":
        release.open_early(enrolment=enrolment, number=3, by=coach, now=NOW)
    if why == "held":
        release.hold(enrolment=enrolment, number=3, by=coach, now=NOW)
    if why == "not live":
        Week.objects.filter(number=3).update(live=False)
    before = week(enrolment, 3).opened_at

    with pytest.raises(Refused):
        release.open_early(enrolment=enrolment, number=3, by=coach, now=NOW)
    assert week(enrolment, 3).opened_at == before


def test_an_open_week_cannot_be_held(enrolment: Enrolment, coach: User) -> None:
    with pytest.raises(Refused):
        release.hold(enrolment=enrolment, number=1, by=coach, now=NOW)


def test_a_hold_says_held_although_the_cover_lacks_too(coach: User) -> None:
    enrolment = people.enrolled(people.client(), coach, starts_on=MONDAY, through_week=2)
    release.hold(enrolment=enrolment, number=3, by=coach, now=NOW)
    assert week(enrolment, 3).blocked_by == "hold"

    release.let_go(enrolment=enrolment, number=3, by=coach, now=NOW)
    assert week(enrolment, 3).blocked_by == "cover"


def test_a_moved_week_opens_at_the_hour_of_its_new_day(enrolment: Enrolment, coach: User) -> None:
    release.move_week(enrolment=enrolment, number=5, to=date(2027, 7, 1), by=coach, now=NOW)

    assert week(enrolment, 5).opens_at.isoformat() == "2027-07-01T05:00:00+00:00"
    assert week(enrolment, 5).moved_by_hand


def test_moving_a_week_that_is_due_is_refused_because_it_is_open(enrolment: Enrolment, coach: User) -> None:
    with pytest.raises(Refused):
        release.move_week(enrolment=enrolment, number=2, to=date(2027, 7, 1), by=coach, now=NOW + timedelta(days=7))


def test_a_week_that_is_not_published_is_told_to_its_coach_three_days_ahead_and_on_the_day(enrolment: Enrolment, coach: User) -> None:
    Week.objects.filter(number=2).update(live=False)
    opens_at = week(enrolment, 2).opens_at

    desk.warn_of_weeks_not_live(opens_at - timedelta(days=3, seconds=1))
    assert not Notice.objects.on_desk().exists()
    for now in (opens_at - timedelta(days=3), opens_at - timedelta(days=2), opens_at, opens_at + timedelta(hours=1)):
        desk.warn_of_weeks_not_live(now)
    assert list(Notice.objects.on_desk().of(coach).values_list("kind", flat=True)) == ["week-not-live"] * 2


def test_a_published_week_is_nobodys_worry(enrolment: Enrolment) -> None:
    desk.warn_of_weeks_not_live(week(enrolment, 2).opens_at)

    assert not Notice.objects.on_desk().exists()
