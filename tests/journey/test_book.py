"""The logbook by day, week and kind: what the filters show, and what they make of anything else."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from exercises import logs
from journey.spans import Span, number_at, stretch
from programme.models import Exercise
from tests.journey.pages import counted, read
from tests.journey.weeks import in_week, triggered
from tests.people import NOW

BOOK = "/logboek/"
NOTHING = "Hiervan staat er nu niets. Alles wat je schreef is er nog."


@pytest.fixture
def fourth(desk) -> Iterator[datetime]:
    """The evening on which week 4 has opened."""
    with time_machine.travel(in_week(desk, 4), tick=False):
        yield NOW + timedelta(weeks=3, hours=11)


def titles(response) -> list[str]:
    said = read(response)
    return [name for name in ("Triggerlog 20:00", "Oefening w01-a", "Oefening w01-daily") if name in said]


def daily(desk) -> Exercise:
    desk.enrolment.programme.exercises.filter(source_id="w01-daily").update(kind=Exercise.Kind.DAILY)
    return desk.enrolment.programme.exercises.get(source_id="w01-daily")


def write_three(desk, now) -> None:
    desk.write({"kort": "een"})
    desk.write({"kort": "twee"}, exercise=daily(desk), now=NOW + timedelta(days=1))
    triggered(desk, now, ruimte="nee")


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({}, 3),
        ({"kind": "trigger"}, ["Triggerlog 20:00"]),
        ({"kind": "daily"}, ["Oefening w01-daily"]),
        ({"kind": "plain"}, ["Oefening w01-a"]),
        ({"week": "4"}, ["Triggerlog 20:00"]),
        ({"week": "1"}, ["Oefening w01-a", "Oefening w01-daily"]),
        ({"kind": "free"}, []),
        ({"kind": "planned"}, []),
        ({"week": "2"}, []),
        ({"day": "2026-11-24"}, ["Oefening w01-daily"]),
        ({"day": "24-11-2026"}, ["Oefening w01-daily"]),
        ({"who": "shared"}, []),
        ({"who": "mine", "week": "4"}, ["Triggerlog 20:00"]),
        ({"kind": "daily", "week": "4"}, []),
    ],
)
def test_each_filter_shows_its_own(noor, desk, fourth, asked, shown) -> None:
    write_three(desk, fourth)
    found = titles(noor.get(BOOK, asked))
    assert len(found) == shown if isinstance(shown, int) else found == shown


def test_a_filter_without_entries_says_that_nothing_is_lost(noor, desk) -> None:
    desk.write({"kort": "een"})
    assert NOTHING in read(noor.get(BOOK, {"who": "answered"}))


def test_an_entry_stands_in_the_week_in_which_it_was_written(noor, desk, fourth) -> None:
    desk.write({"kort": "laat"}, now=fourth)
    said = read(noor.get(BOOK))
    assert "Week 4 vanaf 14 december" in said
    assert "Oefening w01-a 20:00, uit week 1" in said
    assert "Week 1 vanaf" not in said


ODD = [
    "x", "-1", "13", "99999999999999999999", "0001-01-01", "9999-12-31", "2026-02-30", "\x00", "😀", "../", "null", "'; DROP--", "<script>",
    "2026-11-23T00:00", " ", "٣", "1e3", "[]", "%s%n", "a" * 5000, "1 ", "１",
]  # fmt: skip


@pytest.mark.parametrize("name", ["kind", "week", "day", "who", "page"])
def test_an_odd_filter_breaks_nothing_and_narrows_nothing_it_cannot_read(noor, desk, name) -> None:
    desk.write({"kort": "een"})
    for odd in ODD:
        page = noor.get(BOOK, {name: odd})
        assert page.status_code == 200, odd
        assert "Oefening w01-a" in read(page), odd


def test_a_filter_that_is_given_twice_or_unknown_breaks_nothing(noor, desk) -> None:
    desk.write({"kort": "een"})
    for asked in ({"week": ["1", "2"]}, {"enrolment": "1", "week[]": "1"}, {"day": ["2026-11-23", "x"]}):
        assert noor.get(BOOK, asked).status_code == 200


def test_the_filters_stay_on_the_next_page(noor, desk) -> None:
    for minute in range(51):
        desk.write({"kort": "x"}, now=NOW - timedelta(minutes=minute))
    page = noor.get(BOOK, {"kind": "plain", "page": "1"}).content.decode()
    assert 'href="?kind=plain&amp;page=2"' in page


@pytest.mark.parametrize("count", [1, 3])
def test_a_filtered_book_asks_the_same_however_long_it_is(noor, desk, count) -> None:
    for _ in range(count):
        logs.share(log=desk.write({"kort": "x"}).log, now=NOW)
    noor.get(BOOK)
    with counted(8):
        assert noor.get(BOOK, {"kind": "plain", "week": "1", "day": "2026-11-23", "who": "shared"}).status_code == 200


def test_a_reader_who_has_stopped_still_finds_the_way(noor, desk) -> None:
    desk.write({"kort": "een"})
    page = noor.get(BOOK).content.decode()
    for address in ("/logboek/verandering/", "/logboek/zoeken/"):
        assert address in page


MOMENTS = st.integers(0, 10**7).map(lambda seconds: NOW + timedelta(seconds=seconds))


@given(st.lists(MOMENTS, max_size=12), MOMENTS)
def test_each_moment_lies_in_the_stretch_of_its_week_and_in_no_other(begins, at) -> None:
    weeks = [Span(number, each) for number, each in enumerate(begins, 1)]
    inside = [week.number for week in weeks if (s := stretch(weeks, week.number)) and s[0] <= at and (s[1] is None or at < s[1])]
    assert inside == [number for number in [number_at(weeks, at)] if number]


def test_a_week_that_is_not_open_has_no_stretch() -> None:
    assert stretch([Span(1, NOW)], 2) is None
    assert number_at([], NOW) == 0
