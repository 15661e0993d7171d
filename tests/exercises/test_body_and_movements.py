"""Places of the body and movements in order: what the form takes, what it refuses, and that it comes back as it was."""

import re
from collections.abc import Sequence

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from exercises.answers import NOTHING, UNKNOWN, decode, encode
from exercises.body import BOTH, PLACES, on
from exercises.forms import ExerciseForm, form_for
from exercises.movements import MOVEMENTS
from exercises.wording import worded
from programme.models import ExerciseVersion

FIELDS = [
    {"id": "plekken", "kind": "body", "question": "Waar merk je het?", "help": ""},
    {"id": "bewegingen", "kind": "movements", "question": "Welke beweging?", "help": ""},
]
VERSION = ExerciseVersion(number=1, title="Oefening", minutes=4, fields=FIELDS)
IDS = [place.id for place in PLACES]
MOVES = [name for name, _label in MOVEMENTS]
ODD = ["11", "-1", "null", "hoofd%00", "../", "HOOFD", "{}", "\x00", "<b>", "\ud800", "a" * 200_000, "naar-voren;--", "=1+1", "\u202e"]


def posted(places: Sequence[str] = (), first: str = "", second: str = "") -> ExerciseForm:
    data = QueryDict(mutable=True)
    data.setlist("answer-plekken", list(places))
    for name, value in (("answer-bewegingen_0", first), ("answer-bewegingen_1", second)):
        data.setlist(name, [value] if value else [])
    return form_for(VERSION, data)


def page(form) -> str:
    return render_to_string("exercises/questions.html", {"form": form})


def test_both_may_stay_empty() -> None:
    form = posted()
    assert form.is_valid()
    assert form.answers() == {}


def test_places_are_kept_from_the_top_down_each_once() -> None:
    form = posted(["voeten", "hoofd", "voeten", NOTHING])
    assert form.is_valid()
    assert form.answers() == {"plekken": ["hoofd", "voeten", NOTHING]}


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("naar-voren", "", ["naar-voren"]),
        ("naar-voren", "naar-achteren", ["naar-voren", "naar-achteren"]),
        ("naar-achteren", "naar-voren", ["naar-achteren", "naar-voren"]),
        ("", "bevriezen", ["bevriezen"]),
        ("blijven", "blijven", ["blijven"]),
        (NOTHING, "", [NOTHING]),
        ("naar-voren", UNKNOWN, ["naar-voren", UNKNOWN]),
    ],
)
def test_movements_are_kept_in_the_order_they_came(first, second, kept) -> None:
    form = posted([], first, second)
    assert form.is_valid()
    assert form.answers() == {"bewegingen": kept}


@pytest.mark.parametrize("typed", ODD, ids=range(len(ODD)))
def test_an_unknown_place_or_movement_is_refused_in_a_sentence_and_the_rest_stays(typed) -> None:
    form = posted(["hoofd", typed], "naar-voren", typed)
    assert set(form.errors) == {"plekken", "bewegingen"}
    for errors in form.errors.values():
        assert len(errors) == 1
        assert len(errors[0]) < 100
    html = page(form).encode(errors="replace").decode()
    assert re.search(r'value="hoofd" id="[^"]+" checked', html)
    assert re.search(r'value="naar-voren" id="[^"]+_0_0" checked', html)


def test_a_list_where_one_movement_is_asked_takes_the_last_and_breaks_nothing() -> None:
    data = QueryDict("answer-bewegingen_0=naar-voren&answer-bewegingen_0=bevriezen&answer-bewegingen_2=blijven&answer-bewegingen=x")
    form = form_for(VERSION, data)
    assert form.is_valid()
    assert form.answers() == {"bewegingen": ["bevriezen"]}


@given(st.lists(st.sampled_from([*IDS, NOTHING, UNKNOWN])), st.sampled_from(["", *MOVES, NOTHING, UNKNOWN]), st.sampled_from(["", *MOVES]))
def test_whatever_was_tapped_comes_back_in_the_form_and_once_more_as_the_same_answer(places, first, second) -> None:
    form = posted(places, first, second)
    assert form.is_valid()
    answers = decode(encode(form.answers()))
    assert answers == form.answers()
    moved = [*answers.get("bewegingen", []), "", ""]
    again = posted(answers.get("plekken", []), *moved[:2])
    assert again.is_valid()
    assert again.answers() == answers
    html = page(form_for(VERSION, answers=answers))
    assert html.count(" checked") == sum(len(value) for value in answers.values())


def test_every_place_of_the_map_is_a_label_of_a_box_in_the_list() -> None:
    html = page(form_for(VERSION))
    boxes = dict(re.findall(r'type="checkbox" name="answer-plekken" value="([^"]+)" id="([^"]+)"', html))
    assert set(boxes) == {*IDS, NOTHING, UNKNOWN}
    for side in BOTH:
        for place in on(side):
            assert f'<label class="hit hit--{place.id}" for="{boxes[place.id]}">' in html
            assert f"place--{place.id}" in html


def test_on_the_map_or_in_both_lists_nothing_asks_for_a_script() -> None:
    assert "<script" not in page(form_for(VERSION))
    assert " style=" not in page(form_for(VERSION))


def test_they_are_read_back_in_words() -> None:
    [places, moves] = worded(FIELDS, {"plekken": ["hoofd", "overal", NOTHING], "bewegingen": ["naar-voren", "naar-achteren"]})
    assert places.lines == ["Hoofd", "Overal", "Nergens"]
    assert moves.lines == ["Naar voren, daarna naar achteren"]
    assert worded(FIELDS, {"bewegingen": [UNKNOWN]})[0].lines == ["Weet ik niet"]
