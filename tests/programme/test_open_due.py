"""The sweep: what is due opens once, is told once, and never by a wrong clock."""

from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from notices.models import Notice
from programme import enrolment as deeds
from programme import release
from programme.models import Enrolment, Release, Sweep, Week
from tests import people
from tests.people import MONDAY, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.engine]

WEEK = timedelta(days=7)


@pytest.fixture
def enrolment() -> Enrolment:
    return people.enrolled(people.client(), people.coach(), starts_on=MONDAY + WEEK)


def opened(enrolment: Enrolment) -> list[int]:
    return list(enrolment.releases.exclude(opened_at=None).order_by("week__number").values_list("week__number", flat=True))


def told(enrolment: Enrolment) -> list[str]:
    return list(Notice.objects.filter(kind="week-open", recipient=enrolment.client).order_by("pk").values_list("about", flat=True))


def at_opening(enrolment: Enrolment, number: int) -> datetime:
    return enrolment.releases.get(week__number=number).opens_at


def test_a_second_before_its_moment_nothing_opens(enrolment: Enrolment) -> None:
    assert release.open_due(at_opening(enrolment, 1) - timedelta(seconds=1), catch_up=True) == 0
    assert opened(enrolment) == []


def test_at_its_moment_the_week_opens_and_one_mail_waits(enrolment: Enrolment) -> None:
    assert release.open_due(at_opening(enrolment, 1), catch_up=True) == 1
    assert opened(enrolment) == [1]
    assert told(enrolment) == [f"{enrolment.pk}:1"]


def test_a_second_sweep_changes_nothing(enrolment: Enrolment) -> None:
    now = at_opening(enrolment, 1)
    release.open_due(now, catch_up=True)

    assert release.open_due(now + timedelta(seconds=30)) == 0
    assert len(told(enrolment)) == 1


def test_several_weeks_in_one_sweep_give_one_mail_about_the_latest(enrolment: Enrolment) -> None:
    release.open_due(at_opening(enrolment, 3), catch_up=True)

    assert opened(enrolment) == [1, 2, 3]
    assert told(enrolment) == [f"{enrolment.pk}:3"]


def test_week_ten_counts_as_later_than_week_nine(enrolment: Enrolment) -> None:
    release.open_due(at_opening(enrolment, 10), catch_up=True)

    assert told(enrolment) == [f"{enrolment.pk}:10"]


def test_people_do_not_share_openings() -> None:
    early = people.enrolled(people.client(), people.coach(), starts_on=MONDAY)
    late = people.enrolled(people.client(), people.coach(), starts_on=MONDAY + WEEK)
    release.open_due(NOW, catch_up=True)

    assert (opened(early), opened(late)) == ([1], [])


def test_a_week_that_is_not_live_waits_and_opens_once_it_is(enrolment: Enrolment) -> None:
    now = at_opening(enrolment, 1)
    Week.objects.filter(number=1).update(live=False)
    assert release.open_due(now, catch_up=True) == 0

    Week.objects.filter(number=1).update(live=True)
    assert release.open_due(now + timedelta(hours=1)) == 1


def test_an_ended_enrolment_opens_nothing(enrolment: Enrolment) -> None:
    deeds.stop(enrolment=enrolment, by=enrolment.client, now=NOW)

    assert release.open_due(NOW + 20 * WEEK, catch_up=True) == 0


def test_a_batch_smaller_than_what_is_due_still_opens_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "BATCH", 2)
    coach = people.coach()
    all_of_them = [people.enrolled(people.client(), coach, starts_on=MONDAY + WEEK) for _ in range(5)]

    assert release.open_due(at_opening(all_of_them[0], 2), catch_up=True) == 10
    assert all(len(told(one)) == 1 for one in all_of_them)


def test_over_26_hours_after_the_last_sweep_it_refuses(enrolment: Enrolment) -> None:
    release.open_due(NOW, catch_up=True)

    with pytest.raises(release.ClockJumped):
        release.open_due(NOW + timedelta(hours=26, seconds=1))
    assert opened(enrolment) == []


def test_eight_days_forward_opens_nothing_and_back_again_all_is_as_it_was(enrolment: Enrolment) -> None:
    release.open_due(NOW, catch_up=True)
    with pytest.raises(release.ClockJumped):
        release.open_due(NOW + timedelta(days=8))

    assert release.open_due(NOW + timedelta(seconds=30)) == 0
    assert opened(enrolment) == []


def test_a_clock_set_back_two_hours_opens_nothing_twice(enrolment: Enrolment) -> None:
    now = at_opening(enrolment, 1)
    release.open_due(now, catch_up=True)

    assert release.open_due(now - timedelta(hours=2)) == 0
    assert release.open_due(now + timedelta(seconds=30)) == 0
    assert len(told(enrolment)) == 1
    assert Sweep.objects.get().last_at == now + timedelta(seconds=30)


def test_after_three_days_of_silence_the_command_says_what_to_do(enrolment: Enrolment) -> None:
    release.open_due(NOW, catch_up=True)
    later = (NOW + timedelta(days=9)).isoformat()

    with pytest.raises(CommandError, match="--catch-up"):
        call_command("open_due", "--now", later)
    call_command("open_due", "--now", later, "--catch-up")
    assert opened(enrolment) == [1]


def test_a_sweep_with_nothing_due_is_a_handful_of_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    people.enrolled(people.client(), people.coach(), starts_on=MONDAY + WEEK)
    release.open_due(NOW, catch_up=True)

    with django_assert_num_queries(5):  # the last sweep; a transaction around the claim; remembering the sweep
        release.open_due(NOW + timedelta(seconds=30))


def test_health_tells_how_long_the_oldest_due_week_has_waited(enrolment: Enrolment) -> None:
    release.open_due(NOW, catch_up=True)
    assert release.health(NOW).oldest_overdue_seconds == 0

    now = at_opening(enrolment, 1) + timedelta(minutes=5)
    assert release.health(now) == release.Health(NOW, 300.0)


def test_a_blocked_week_is_not_overdue() -> None:
    enrolment = people.enrolled(people.client(), people.coach(), through_week=0)

    assert release.health(NOW).oldest_overdue_seconds == 0
    assert Release.objects.of(enrolment).due(NOW).count() == 0
