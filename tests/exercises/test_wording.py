"""What was answered, read back in the words of the questions."""

from hypothesis import given
from hypothesis import strategies as st

from exercises.answers import NOTHING, UNKNOWN
from exercises.wording import Answered, opened, worded
from tests.exercises.test_forms import FIELDS


def test_each_kind_of_answer_is_worded() -> None:
    answers = {"kort": "één", "hoog": 0, "wie": "thuis", "wat": ["a", NOTHING], "toen": "2026-11-23T22:30"}
    assert worded(FIELDS, answers) == [
        Answered("In één zin?", "één", []),
        Answered("Hoe hoog?", "", ["0 (0 is rustig, 10 is heel hoog)"]),
        Answered("Bij wie?", "", ["Thuis"]),
        Answered("Wat?", "", ["A", "Niets"]),
        Answered("Wanneer?", "", ["23 november 2026, 22:30"]),
    ]


def test_nothing_and_i_do_not_know_are_said_for_a_scale_too() -> None:
    assert [each.lines for each in worded(FIELDS, {"hoog": NOTHING, "wie": UNKNOWN})] == [["Niets"], ["Weet ik niet"]]


def test_what_stayed_empty_and_what_was_never_asked_is_left_out() -> None:
    assert worded(FIELDS, {"weg": "x"}) == []


def test_a_text_that_could_not_be_opened_is_no_text() -> None:
    assert opened(FIELDS, None) is None


@given(st.text())
def test_a_typed_text_is_never_taken_for_a_choice(text) -> None:
    assert worded(FIELDS, {"kort": text}) == [Answered("In één zin?", text, [])]
