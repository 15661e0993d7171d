"""Putting a deed back: what was there is there again, what opened stays open, and each only while it can be."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.refusal import Refused
from programme import enrolment as deeds
from programme import release as releases
from programme.models import Change, Enrolment, Pause, Release
from programme.undo import undo, undoable
from tests import people
from tests.people import MONDAY, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def running(db: None) -> Enrolment:
    return people.enrolled(people.client(), people.coach())


def coach_of(enrolment: Enrolment) -> User:
    return enrolment.client.carers.get().member


def dates(enrolment: Enrolment) -> list[tuple[object, ...]]:
    rows = Release.objects.of(enrolment).order_by("week__number").values_list("opens_at", "opened_at", "blocked_by", "moved_by_hand")
    return [*rows, *enrolment.pauses.values_list("starts_on", "ends_on")]


def newest(enrolment: Enrolment) -> Change:
    return enrolment.changes.all()[0]


def do(enrolment: Enrolment, name: str) -> None:
    whose = {"enrolment": enrolment, "by": coach_of(enrolment), "now": NOW}
    week, later = MONDAY + timedelta(days=7), MONDAY + timedelta(days=21)
    {
        "hold": lambda: releases.hold(number=4, reason="talked", **whose),
        "move": lambda: releases.move_week(number=5, to=MONDAY + timedelta(days=30), **whose),
        "pause": lambda: deeds.pause(starts_on=week, ends_on=later, **whose),
        "start": lambda: deeds.restart(starts_on=week, **whose),
        "clock": lambda: deeds.change_clock(zone="Europe/Lisbon", hour=9, **whose),
    }[name]()
    enrolment.refresh_from_db()


def test_a_deed_that_is_put_back_leaves_the_dates_as_they_were(running) -> None:
    releases.open_due(NOW, catch_up=True)
    before = dates(running)
    for name in ("hold", "move", "pause", "start", "clock"):
        do(running, name)
        assert dates(running) != before
        undo(enrolment=running, change=newest(running), by=coach_of(running), now=NOW)
        running.refresh_from_db()
        assert dates(running) == before
        assert newest(running).by == coach_of(running)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(["hold", "move", "pause"]))
def test_several_deeds_are_put_back_in_the_order_in_which_they_can(running, order) -> None:
    releases.open_due(NOW, catch_up=True)
    before = dates(running)
    for name in order:
        do(running, name)
    done: set[int] = set()
    for _each in order:
        changes = list(running.changes.all())
        change = next(
            change
            for change in changes
            if change.pk in undoable(running, changes, NOW) and change.reason != "undone" and (change.kind != "resumed")
        )
        undo(enrolment=running, change=change, by=coach_of(running), now=NOW)
        done.add(newest(running).pk)
    assert dates(running) == before


def test_letting_go_and_coming_back_are_put_back_too(running) -> None:
    do(running, "hold")
    releases.let_go(enrolment=running, number=4, by=coach_of(running), now=NOW, reason="talked")
    undo(enrolment=running, change=newest(running), by=coach_of(running), now=NOW)
    assert running.releases.get(week__number=4).blocked_by == "hold"
    do(running, "pause")
    deeds.resume(enrolment=running, pause=Pause.objects.get(), by=coach_of(running), now=NOW, reason="talked")
    assert not Pause.objects.exists()
    undo(enrolment=running, change=newest(running), by=coach_of(running), now=NOW)
    assert Pause.objects.get().ends_on == MONDAY + timedelta(days=21)


def test_what_was_opened_early_never_closes_again(running) -> None:
    releases.open_early(enrolment=running, number=3, by=coach_of(running), now=NOW, reason="talked")
    change = newest(running)
    assert change.kind == "opened early"
    with pytest.raises(Refused):
        undo(enrolment=running, change=change, by=coach_of(running), now=NOW)
    assert running.releases.get(week__number=3).opened_at is not None


def test_a_week_that_opened_since_stays_open(running) -> None:
    do(running, "move")
    change = newest(running)
    later = NOW + timedelta(days=31)
    with pytest.raises(Refused):
        undo(enrolment=running, change=change, by=coach_of(running), now=later)
    assert Release.objects.visible(later).of(running).filter(week__number=5).exists()


def test_a_pause_that_began_is_ended_and_not_put_back(running) -> None:
    do(running, "pause")
    change = newest(running)
    assert not undoable(running, [change], NOW + timedelta(days=8))
    assert undoable(running, [change], NOW + timedelta(days=6))


def test_only_the_newest_change_of_a_week_can_be_put_back(running) -> None:
    do(running, "move")
    first = newest(running)
    releases.move_week(enrolment=running, number=5, to=date(2027, 1, 20), by=coach_of(running), now=NOW)
    changes = list(running.changes.all())
    assert changes[0].pk in undoable(running, changes, NOW)
    assert first.pk not in undoable(running, changes, NOW)


def test_a_week_moved_by_hand_twice_goes_back_to_its_first_day_and_stays_there(running) -> None:
    do(running, "move")
    was = running.releases.get(week__number=5).opens_at
    releases.move_week(enrolment=running, number=5, to=date(2027, 1, 20), by=coach_of(running), now=NOW)
    undo(enrolment=running, change=newest(running), by=coach_of(running), now=NOW)
    back = running.releases.get(week__number=5)
    assert (back.opens_at, back.moved_by_hand) == (was, True)


def test_what_a_client_did_and_what_happened_by_itself_is_nobodys_to_put_back(running) -> None:
    deeds.pause(enrolment=running, starts_on=MONDAY, ends_on=MONDAY + timedelta(days=7), by=running.client, now=NOW)
    assert undoable(running, running.changes.all(), NOW) == {}


def test_after_the_end_nothing_is_put_back(running) -> None:
    do(running, "hold")
    change = newest(running)
    deeds.stop(enrolment=running, by=coach_of(running), now=NOW)
    running.refresh_from_db()
    with pytest.raises(Refused):
        undo(enrolment=running, change=change, by=coach_of(running), now=NOW)
