"""Before and after: two taps and a line, kept with the answers, told as from and to; landing offered, never a verdict."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from exercises import state
from exercises.answers import NOTHING, UNKNOWN, decode, encode
from exercises.forms import ExerciseForm, form_for
from exercises.wording import worded
from programme.models import ExerciseVersion

FIELDS = [{"id": "kort", "kind": "short", "question": "In één zin?", "help": ""}]
VERSION = ExerciseVersion(number=1, title="Oefening", minutes=4, fields=FIELDS)
TENSIONS = st.sampled_from([*range(11), NOTHING, UNKNOWN])
PRESENCES = st.sampled_from(["weg", "beetje", "hier", NOTHING, UNKNOWN])
STATES = st.fixed_dictionaries(
    {},
    optional={
        state.BEFORE_TENSION: TENSIONS,
        state.BEFORE_PRESENCE: PRESENCES,
        state.AFTER_TENSION: TENSIONS,
        state.AFTER_PRESENCE: PRESENCES,
        state.AFTER_NOW: st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip),
    },
)


def posted(answers) -> ExerciseForm:
    data = QueryDict(mutable=True)
    for name, value in answers.items():
        data[f"answer-{name}"] = str(value)
    return form_for(VERSION, data, asks_state=True)


@given(STATES)
def test_what_is_tapped_before_and_after_is_kept_as_it_was(answers) -> None:
    form = posted(answers)
    assert form.is_valid()
    assert form.answers() == decode(encode(form.answers())) == answers


def test_an_exercise_that_does_not_ask_keeps_nothing_of_it() -> None:
    form = form_for(VERSION, QueryDict("answer-before-tension=9&answer-after-now=x&answer-kort=ja"))
    assert form.is_valid()
    assert form.answers() == {"kort": "ja"}


@pytest.mark.parametrize("typed", ["11", "-1", "9.5", "1e1", "٩", "\x00", "null", "<b>", "9" * 200_000], ids=range(9))
def test_a_tension_that_is_none_is_refused_at_its_question(typed) -> None:
    form = posted({state.BEFORE_TENSION: typed, "kort": "dit blijft"})
    assert list(form.errors) == [state.BEFORE_TENSION]
    assert form.answers() == {"kort": "dit blijft"}


@pytest.mark.parametrize(
    ("before", "first"), [(7, False), (8, True), (10, True), (0, False), (NOTHING, False), (UNKNOWN, False), (None, False)]
)
def test_from_eight_on_landing_comes_first(before, first) -> None:
    answers = {} if before is None else {state.BEFORE_TENSION: before}
    assert state.begins_high(answers) is first


@pytest.mark.parametrize(
    ("before", "after", "high"),
    [
        (2, 5, True),
        (2, 4, False),
        (9, 8, False),
        (9, 9, True),
        (0, 10, True),
        (None, 9, True),
        (None, 8, False),
        (UNKNOWN, 8, False),
        (5, NOTHING, False),
    ],
)
def test_after_nine_or_a_rise_of_three_landing_is_offered(before, after, high) -> None:
    answers = {state.BEFORE_TENSION: before, state.AFTER_TENSION: after}
    assert state.ends_high({name: value for name, value in answers.items() if value is not None}) is high


@given(STATES)
def test_the_band_tells_from_and_to_and_never_which_is_better(answers) -> None:
    told = [each for each in worded(FIELDS, answers, figures=True) if each.band]
    taps = set(answers) - {state.AFTER_NOW}
    assert len(told) == bool(taps)
    for each in told:
        said = " ".join(each.lines)
        for name in (state.BEFORE_TENSION, state.AFTER_TENSION):
            if isinstance(answers.get(name), int):
                assert str(answers[name]) in said
        assert not any(word in said.lower() for word in ("beter", "goed", "gezakt", "gedaald", "minder", "meer", "→", "↓", "!"))


def test_both_are_told_beside_each_other() -> None:
    answers = {state.BEFORE_TENSION: 7, state.AFTER_TENSION: 4, state.BEFORE_PRESENCE: "beetje", state.AFTER_PRESENCE: NOTHING}
    [told] = worded(FIELDS, answers, figures=True)
    assert told.lines == ["Spanning: vooraf 7, achteraf 4", "Aanwezig: vooraf een beetje, achteraf niets"]


def test_figures_are_for_their_owner_and_the_line_goes_with_the_text() -> None:
    answers = {"kort": "ja", state.BEFORE_TENSION: 7, state.AFTER_NOW: "Stil."}
    assert [each.words for each in worded(FIELDS, answers)] == ["ja", "Stil."]
    assert not any(each.band for each in worded(FIELDS, answers))


def test_heen_en_weer_is_not_offered_above_six() -> None:
    assert [number for number in range(11) if not state.may_pendulate(number)] == [7, 8, 9, 10]
    assert state.may_pendulate(None)
