"""What is counted over the weeks, how it is drawn, and what stands there while there is too little."""

import re
from collections import Counter
from xml.etree import ElementTree

import pytest
import time_machine
from django.http import HttpResponse
from hypothesis import given
from hypothesis import strategies as st

from exercises.answers import NOTHING, UNKNOWN
from journey.change import BACK, CHOSE, MOVES, PRESENCE, ROOM, Told, counted
from journey.charts import on_paper
from journey.pictures import pictures
from tests.journey.pages import counted as asked
from tests.journey.pages import read
from tests.journey.weeks import in_week, triggered
from tests.signed_in import signed_in

AT = "/logboek/verandering/"
VALUES = {
    "ruimte": [*ROOM, NOTHING, UNKNOWN, "vreemd"],
    "terug": [*BACK, NOTHING, UNKNOWN],
    "eerste-beweging": [*MOVES, UNKNOWN],
    "tweede-beweging": [*MOVES, NOTHING],
    "aanwezig": [*PRESENCE, NOTHING],
}
ANSWERS = st.fixed_dictionaries(
    {},
    optional={name: st.sampled_from(found) for name, found in VALUES.items()}
    | {"spanning": st.one_of(st.integers(-3, 14), st.sampled_from([NOTHING, UNKNOWN, "7"])), "verhaal": st.text(max_size=9)},
)
TOLD = st.lists(st.builds(Told, st.integers(0, 13), ANSWERS), max_size=40)


@given(TOLD)
def test_every_answer_is_counted_once_and_only_answers_are(told) -> None:
    change = counted(told)
    within = [each.answers for each in told if 1 <= each.week <= 12]
    assert change.room.total == Counter(a["ruimte"] for a in within if a.get("ruimte") in {*ROOM, NOTHING, UNKNOWN})
    assert change.moves.total.total() == sum(name in a for a in within for name in ("eerste-beweging", "tweede-beweging"))
    heights = [a["spanning"] for a in within if isinstance(a.get("spanning"), int) and 0 <= a["spanning"] <= 10]
    assert sum(week.times for week in change.tension.values()) == len(heights)
    assert max((week.high for week in change.tension.values()), default=None) == max(heights, default=None)


@given(TOLD, st.randoms())
def test_the_order_makes_no_difference(told, dice) -> None:
    mixed = list(told)
    dice.shuffle(mixed)
    assert counted(mixed) == counted(told)


@given(TOLD)
def test_a_share_is_a_part_and_a_band_has_its_ends_in_order(told) -> None:
    change = counted(told)
    for week in range(1, 13):
        share = change.room.share(week, CHOSE)
        assert share is None or 0 <= share[0] <= share[1] > 0
    assert all(0 <= week.low <= week.high <= 10 for week in change.tension.values())


@given(TOLD)
def test_every_picture_is_whole_stays_in_its_frame_and_has_its_numbers_in_a_table(told) -> None:
    for picture in pictures(counted(told)):
        assert bool(picture.chart) != bool(picture.words)
        for drawn in (picture.chart.wide, picture.chart.phone) if picture.chart else ():
            svg = ElementTree.fromstring(on_paper(drawn))
            _, _, width, height = (float(number) for number in svg.attrib["viewBox"].split())
            assert [child.tag.rpartition("}")[2] for child in svg if "style" not in child.tag][:2] == ["title", "desc"]
            for dot in svg.iter("{http://www.w3.org/2000/svg}circle"):
                x, y, r = (float(dot.attrib[name]) for name in ("cx", "cy", "r"))
                assert x - r >= 0
                assert x + r <= width + 1
                assert y + r <= height
            assert all(len(row) == len(picture.chart.table.head) for row in picture.chart.table.rows)


def test_a_fall_looks_like_a_rise_turned_round() -> None:
    """No arrow, no colour and no word takes sides: the same marks, mirrored in time."""
    heights = {1: 9, 2: 6, 3: 2}
    falls = pictures(counted(Told(week, {"spanning": high}) for week, high in heights.items()))[3]
    rises = pictures(counted(Told(4 - week, {"spanning": high}) for week, high in heights.items()))[3]
    assert falls.chart
    assert rises.chart
    kinds = [Counter(re.findall(r'class="([a-z -]+)"', picture.chart.wide)) for picture in (falls, rises)]
    assert kinds[0] == kinds[1]
    assert falls.about == rises.about
    assert not re.search(r"minder|meer geworden|beter|daling|stijging|vooruit", falls.chart.description)


def test_an_empty_book_says_what_will_be_here(noor) -> None:
    said = read(noor.get(AT))
    assert said.count("Wat je hierover opschrijft, komt hier te staan.") == 4
    assert "<svg class=" not in noor.get(AT).content.decode().replace('<svg class="icon"', "").replace('<svg class="mark"', "")


def test_few_entries_are_told_in_words(noor, desk) -> None:
    with time_machine.travel(in_week(desk, 4), tick=False):
        triggered(desk, in_week(desk, 4), ruimte="heel-even", spanning=4)
        said = read(noor.get(AT))
    assert (
        "Tot nu toe schreef je het één keer op: heel even 1. Vanaf drie keer, in twee verschillende weken, komt hier een plaatje." in said
    )
    assert "Tot nu toe schreef je het één keer op: 4." in said


def three_weeks(desk) -> None:
    for week, room, back in ((4, "nee", "meer-dagen"), (5, "heel-even", "uur"), (6, "ja", "minuten")):
        triggered(desk, in_week(desk, week), ruimte=room, terug=back, spanning=week, eerste_beweging="naar-voren", aanwezig="hier")


def seen_in_week_six(desk, who) -> HttpResponse:
    now = in_week(desk, 6)
    with time_machine.travel(now, tick=False):
        return signed_in(who, now).get(AT)


def test_three_weeks_are_drawn_with_the_same_numbers_in_a_table(desk) -> None:
    three_weeks(desk)
    page = seen_in_week_six(desk, desk.client)
    said = read(page)
    assert page.content.decode().count('role="img"') == 8
    assert "week 4: 0 van 1, week 5: 1 van 1, week 6: 1 van 1." in said
    assert said.count("Dezelfde getallen in een tabel") == 4
    assert "week 4: van 4 tot 4; week 5: van 5 tot 5; week 6: van 6 tot 6." in said


def test_drafts_and_the_entries_of_others_are_not_counted(desk, stranger) -> None:
    three_weeks(desk)
    draft = triggered(desk, in_week(desk, 6), ruimte="ja").version
    draft.draft = True
    draft.save()
    assert "week 6: 1 van 1." in read(seen_in_week_six(desk, desk.client))
    assert read(seen_in_week_six(desk, stranger)).count("Wat je hierover opschrijft, komt hier te staan.") == 4


@pytest.mark.parametrize("count", [1, 3])
def test_the_pictures_ask_the_same_however_much_was_written(noor, desk, count) -> None:
    with time_machine.travel(in_week(desk, 4), tick=False):
        for _ in range(count):
            triggered(desk, in_week(desk, 4), ruimte="ja")
        noor.get(AT)
        with asked(9):
            assert noor.get(AT).status_code == 200
