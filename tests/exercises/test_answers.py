"""Answers become one text and come back as they were; what cannot be kept is said in a sentence."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.writing import BadText, tidy
from exercises.answers import decode, encode

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
ANSWERS = st.dictionaries(TEXTS, TEXTS | st.integers(0, 10) | st.lists(TEXTS))

AS_TYPED = [
    "",
    "   ",
    "a" * 99_999,
    "a" * 100_000,
    "\u202etxet",
    "zero\u200bwidth\u200d\ufeff",
    "e" + "\u0301" * 5_000,
    unicodedata.normalize("NFC", "é"),
    unicodedata.normalize("NFD", "é"),
    "👩\u200d👩\u200d👧\u200d👦",
    "line\u2028separator",
    "{{7*7}} {% debug %} ${7*7} %s%n",
    "'; DROP TABLE exercises_log;--",
    "<script>alert(1)</script><svg/onload=alert(1)>",
    '<a href="jav&#x09;ascript:alert(1)">x</a>',
    "<div>" * 10_000,
]


@given(ANSWERS)
def test_what_was_answered_comes_back_as_it_was(answers) -> None:
    assert decode(encode(answers)) == answers


@given(ANSWERS)
def test_the_same_answers_give_the_same_text_in_whatever_order_they_come(answers) -> None:
    assert encode(dict(reversed(answers.items()))) == encode(answers)


@pytest.mark.parametrize("text", AS_TYPED, ids=range(len(AS_TYPED)))
def test_a_text_stays_as_typed(text) -> None:
    assert tidy(text) == text
    assert decode(encode({"f": text})) == {"f": text}


def test_line_ends_of_every_system_become_one() -> None:
    assert tidy("a\r\nb\rc\nd") == "a\nb\nc\nd"


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "tail\udfff", "a" * 100_001, "a" * 10_000_000])
def test_a_text_that_cannot_be_kept_is_refused_with_a_sentence(text) -> None:
    with pytest.raises(BadText) as refusal:
        tidy(text)
    assert len(str(refusal.value)) < 200


def test_a_text_of_exactly_the_cap_with_windows_line_ends_is_counted_as_it_is_kept() -> None:
    assert len(tidy("a\r\n" * 50_000)) == 100_000


@pytest.mark.parametrize("text", ["[]", "null", "1", '"a"', '{"f":null}', '{"f":true}', '{"f":[1]}', '{"f":{"g":1}}', '{"f":1.5}', "{", ""])
def test_what_is_no_set_of_answers_is_refused(text) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(text)


@pytest.mark.parametrize("answers", [{"f": None}, {"f": True}, {"f": 1.5}, {"f": [1]}, {1: "a"}])
def test_what_is_no_set_of_answers_is_never_written(answers) -> None:
    with pytest.raises(ValueError, match=r"."):
        encode(answers)
