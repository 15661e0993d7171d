"""Two deeds on one person's dates at the same moment: on PostgreSQL, with a connection each."""

from datetime import timedelta

import pytest

from accounts.refusal import Refused
from notices.models import Notice
from programme import enrolment as deeds
from programme import release, undo
from programme.models import Enrolment, Pause, Release
from tests import people
from tests.exercises.test_races import at_once
from tests.people import MONDAY, NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency, pytest.mark.postgres]
ROUNDS = 6
A_WEEK = timedelta(days=7)


@pytest.fixture
def running(db: None) -> tuple[Enrolment, dict[str, object]]:
    """Somebody in their first week, and by whom and when a deed is done."""
    coach = people.coach()
    enrolment = people.enrolled(people.client(), coach)
    release.open_due(NOW)
    return enrolment, {"enrolment": enrolment, "by": coach, "now": NOW}


def opening_days(enrolment: Enrolment) -> list[int]:
    """Days after the first, of each of the twelve weeks."""
    moments = Release.objects.of(enrolment).order_by("week__number").values_list("opens_at", flat=True)
    return [(at.date() - MONDAY).days for at in moments]


def refused(results: list[object]) -> int:
    return sum(isinstance(each, Refused) for each in results)


def test_opening_early_against_a_pause_opens_the_week_and_moves_the_others(running) -> None:
    enrolment, how = running
    for number in range(2, 2 + ROUNDS):
        starts_on = MONDAY + timedelta(days=100 * number)
        days = {"starts_on": starts_on, "ends_on": starts_on + A_WEEK}
        assert (
            refused(
                at_once(
                    lambda number=number: release.open_early(**how, number=number),
                    lambda days=days: deeds.pause(**how, **days),
                )
            )
            == 0
        )
    assert set(Release.objects.of(enrolment).filter(week__number__lt=2 + ROUNDS).values_list("opened_at", flat=True)) == {NOW}
    assert Pause.objects.filter(enrolment=enrolment).count() == ROUNDS
    left = Release.objects.of(enrolment).unopened().order_by("week__number")
    assert [(each.opens_at, each.blocked_by) for each in left] == [(at, "") for at in release.plan(enrolment)[1 + ROUNDS :]]
    told = Notice.objects.filter(kind="week-open").values_list("about", flat=True)
    assert len(told) == len(set(told)) == 1 + ROUNDS


def test_a_pause_of_this_very_week_against_opening_early_locks_nothing_that_opened(running) -> None:
    _enrolment, how = running
    for number in range(2, 2 + ROUNDS):
        day = MONDAY + timedelta(days=number)
        at_once(
            lambda day=day: deeds.pause(**how, starts_on=day, ends_on=day + timedelta(days=1)),
            lambda number=number: release.open_early(**how, number=number),
            lambda: release.open_due(NOW),
        )
    visible = Release.objects.visible(NOW).values_list("week__number", flat=True)
    assert sorted(visible) == list(range(1, 2 + ROUNDS))


def test_holding_against_opening_early_ends_as_one_of_the_two(running) -> None:
    enrolment, how = running
    for number in range(2, 2 + ROUNDS):
        found = at_once(
            lambda number=number: release.hold(**how, number=number), lambda number=number: release.open_early(**how, number=number)
        )
        assert refused(found) == 1
        row = Release.objects.of(enrolment).get(week__number=number)
        assert (row.opened_at is None) == (row.held_at is not None) == (row.blocked_by == "hold")


def test_a_deed_that_is_put_back_in_two_tabs_is_put_back_once(running) -> None:
    enrolment, how = running
    planned, before = opening_days(enrolment), enrolment.changes.count()
    doings = [
        lambda: release.hold(**how, number=4),
        lambda: release.move_week(**how, number=5, to=MONDAY + timedelta(days=40)),
        lambda: deeds.pause(**how, starts_on=MONDAY + A_WEEK, ends_on=MONDAY + 2 * A_WEEK),
        lambda: deeds.restart(**how, starts_on=MONDAY + A_WEEK),
        lambda: deeds.change_clock(**how, zone="Europe/Amsterdam", hour=9),
    ]
    for doing in doings:
        doing()
        change = enrolment.changes.first()
        assert refused(at_once(*[lambda change=change: undo.undo(**how, change=change)] * 3)) == 2, change.kind
        assert opening_days(enrolment) == planned
    assert not Release.objects.of(enrolment).filter(held_at__isnull=False).exists()
    assert enrolment.changes.count() == before + 2 * len(doings)


def test_putting_back_against_a_newer_deed_keeps_the_newer_one(running) -> None:
    enrolment, how = running
    for turn in range(ROUNDS):
        release.move_week(**how, number=6, to=MONDAY + timedelta(days=50 + turn))
        change, newer = enrolment.changes.first(), MONDAY + timedelta(days=80 + turn)
        found = at_once(
            lambda change=change: undo.undo(**how, change=change),
            lambda newer=newer: release.move_week(**how, number=6, to=newer),
        )
        assert not isinstance(found[1], Refused)
        assert Release.objects.of(enrolment).get(week__number=6).opens_at.date() == newer


def test_two_pauses_of_the_same_days_are_one(running) -> None:
    enrolment, how = running
    for turn in range(ROUNDS):
        day = MONDAY + timedelta(days=10 + 20 * turn)
        assert refused(at_once(*[lambda day=day: deeds.pause(**how, starts_on=day, ends_on=day + A_WEEK)] * 3)) == 2
    assert enrolment.pauses.count() == ROUNDS
