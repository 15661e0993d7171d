"""The form of an exercise: every question may stay empty, bad input gets a sentence at its field, nothing typed is lost."""

from html import unescape
from uuid import UUID, uuid4

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from exercises.answers import NOTHING, UNKNOWN
from exercises.forms import form_for, shown_version
from programme.models import ExerciseVersion

FIELDS = [
    {"id": "kort", "kind": "short", "question": "In één zin?", "help": "Mag leeg."},
    {"id": "lang", "kind": "long", "question": "Wat gebeurde er?", "help": ""},
    {"id": "hoog", "kind": "scale", "question": "Hoe hoog?", "help": "", "low": "rustig", "high": "heel hoog"},
    {
        "id": "wie",
        "kind": "one",
        "question": "Bij wie?",
        "help": "",
        "options": [{"id": "thuis", "label": "Thuis"}, {"id": "werk", "label": "Werk"}],
    },
    {"id": "wat", "kind": "several", "question": "Wat?", "help": "", "options": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]},
    {"id": "toen", "kind": "moment", "question": "Wanneer?", "help": ""},
]
VERSION = ExerciseVersion(number=3, title="Oefening", minutes=8, fields=FIELDS)


def posted(**values: str | list[str]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(
            name if name in {"client_token", "based_on", "version"} else f"answer-{name}", value if isinstance(value, list) else [value]
        )
    return data


def page(form) -> str:
    return render_to_string("exercises/questions.html", {"form": form})


def test_every_question_may_stay_empty() -> None:
    form = form_for(VERSION, posted())
    assert form.is_valid()
    assert form.answers() == {}


def test_every_kind_of_question_gives_its_kind_of_answer() -> None:
    data = posted(kort="één", lang="a\r\nb", hoog="0", wie="thuis", wat=["b", "a", "b"], toen="2026-11-23T22:30")
    form = form_for(VERSION, data)
    assert form.is_valid()
    assert form.answers() == {"kort": "één", "lang": "a\nb", "hoog": 0, "wie": "thuis", "wat": ["a", "b"], "toen": "2026-11-23T22:30"}


@pytest.mark.parametrize("token", [NOTHING, UNKNOWN])
def test_nothing_and_i_do_not_know_always_count(token) -> None:
    form = form_for(VERSION, posted(hoog=token, wie=token, wat=[token]))
    assert form.is_valid()
    assert form.answers() == {"hoog": token, "wie": token, "wat": [token]}


def test_nothing_and_i_do_not_know_are_offered_for_every_choice_and_scale() -> None:
    html = page(form_for(VERSION))
    assert html.count(f'value="{NOTHING}"') == html.count(f'value="{UNKNOWN}"') == 3


@pytest.mark.parametrize(
    "typed",
    [
        "'; DROP TABLE--",
        "{{7*7}}",
        "<script>x</script>",
        "\u202eomgekeerd",
        "👩\u200d👧",
        "é",
        "e\u0301" * 5_000,
        "a\u2028b",
        " spaces around ",
        "a" * 100_000,
    ],
    ids=range(10),
)
def test_whatever_is_typed_is_kept_as_typed(typed) -> None:
    form = form_for(VERSION, posted(kort=typed, lang=typed))
    assert form.is_valid()
    assert form.answers() == {"kort": typed, "lang": typed}


@pytest.mark.parametrize("typed", ["", " ", "\u00a0\n\t "])
def test_spaces_alone_are_no_answer(typed) -> None:
    form = form_for(VERSION, posted(kort=typed, lang=typed, toen=typed))
    assert form.is_valid()
    assert form.answers() == {}


@pytest.mark.parametrize("typed", ["voor\x00na", "half\ud800", "a" * 100_001], ids=["nul", "surrogate", "long"])
def test_a_text_that_cannot_be_kept_gets_a_sentence_at_its_field_and_the_rest_stays(typed) -> None:
    form = form_for(VERSION, posted(lang=typed, kort="dit blijft", hoog="4"))
    assert not form.is_valid()
    assert list(form.errors) == ["lang"]
    assert form["lang"].value() == typed
    html = page(form).encode(errors="replace").decode()
    assert 'value="dit blijft"' in html
    assert 'value="4" id="id_answer-hoog_4" checked' in html
    assert form.answers() == {"kort": "dit blijft", "hoog": 4}


def test_a_text_of_one_too_many_says_how_long_it_is() -> None:
    assert "100.001" in form_for(VERSION, posted(lang="a" * 100_001)).errors["lang"][0]


@pytest.mark.parametrize("name", ["hoog", "wie", "wat"])
@pytest.mark.parametrize(
    "typed", ["11", "-1", "1e1", "2^63", "null", "thuis%00", "../", "THUIS", "{}", "\x00", "<b>", "a" * 200_000], ids=range(12)
)
def test_an_unknown_choice_is_refused_without_repeating_it(name, typed) -> None:
    form = form_for(VERSION, posted(**{name: [typed]}))
    assert list(form.errors) == [name]
    assert len(form.errors[name][0]) < 100
    assert len(form.errors[name]) == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2026-11-23T22:30", "2026-11-23T22:30"),
        ("2026-11-23T22:30:59", "2026-11-23T22:30"),
        ("23-11-2026 22:30", "2026-11-23T22:30"),
        ("2028-02-29T00:00", "2028-02-29T00:00"),
        ("2026-12-31T23:59", "2026-12-31T23:59"),
        ("2026-03-29T02:30", "2026-03-29T02:30"),  # the hour that the clock skipped: as the person says it was
    ],
)
def test_a_moment_is_kept_as_the_clock_showed_it(typed, kept) -> None:
    form = form_for(VERSION, posted(toen=typed))
    assert form.is_valid()
    assert form.answers() == {"toen": kept}


@pytest.mark.parametrize(
    "typed", ["2026-02-29T10:00", "0001-01-01T00:00", "9999-12-31T23:59", "gisteren", "2026-11-23", "\x00", "1" * 5_000]
)
def test_a_moment_that_is_none_gets_a_sentence(typed) -> None:
    form = form_for(VERSION, posted(toen=typed))
    assert list(form.errors) == ["toen"]
    assert typed[:40] in form.errors["toen"][0]


def test_fields_that_were_never_asked_are_ignored() -> None:
    form = form_for(VERSION, posted(kort="ja", forged="x", based_on="2"))
    assert form.is_valid()
    assert form.answers() == {"kort": "ja"}
    assert form.based_on == 2


@pytest.mark.parametrize("forged", ["", "null", "-1", "2^63", str(2**63), "1.0", "٣", "\x00", "[]", "../"])
def test_a_forged_token_or_number_begins_afresh_and_costs_nobody_their_text(forged) -> None:
    form = form_for(VERSION, posted(kort="ja", client_token=forged, based_on=forged, version=forged))
    assert form.is_valid()
    assert isinstance(form.token, UUID)
    assert form.based_on == 0


@pytest.mark.parametrize("written", [str.upper, lambda uuid: f"{{{uuid}}}", lambda uuid: uuid.replace("-", "")])
def test_a_token_is_the_same_however_it_is_written(written) -> None:
    token = uuid4()
    assert form_for(VERSION, posted(client_token=written(str(token)))).token == token


def test_kept_answers_are_shown_again() -> None:
    token = uuid4()
    answers = {"kort": 'een "zin"', "lang": "\nregel", "hoog": 0, "wie": NOTHING, "wat": ["b"], "toen": "2026-11-23T22:30", "weg": "x"}
    html = page(form_for(VERSION, answers=answers, token=token, based_on=4))
    assert 'een "zin"' in unescape(html)
    assert '<textarea name="answer-lang" cols="40" rows="6" class="textarea" aria-describedby' in html or "\n\nregel</textarea>" in html
    assert html.count("checked") == 3
    assert 'type="datetime-local" name="answer-toen" value="2026-11-23T22:30"' in html
    assert f'name="client_token" value="{token}"' in html
    assert 'name="based_on" value="4"' in html
    assert 'name="version" value="3"' in html


def test_a_form_works_without_a_script_and_asks_for_nothing() -> None:
    html = page(form_for(VERSION))
    assert "<script" not in html
    assert "required" not in html
    assert "maxlength" not in html  # a browser would cut off what was pasted


def test_the_ends_of_a_scale_are_named() -> None:
    assert "rustig" in page(form_for(VERSION))
    assert "heel hoog" in page(form_for(VERSION))


def test_the_questions_stay_those_that_were_shown_when_the_coach_publishes_others_meanwhile(desk) -> None:
    old = shown_version(desk.exercise)
    written = desk.write({"kort": "ja"}, shown=old)
    desk.exercise.title = "Anders"
    desk.exercise.save()
    new = desk.exercise.freeze()
    assert shown_version(desk.exercise) == new
    assert shown_version(desk.exercise, log=written.log) == old
    assert shown_version(desk.exercise, data=posted(version=str(old.number))) == old
    assert shown_version(desk.exercise, data=posted(version="999")) == new
