"""What was answered, in the words of the questions: for reading back. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from exercises.answers import NOTHING, UNKNOWN, Answers, Value, decode


@dataclass(frozen=True, slots=True)
class Answered:
    """One question with its answer. `words` is what a person typed; otherwise `lines` are the portal's words for it."""

    question: str
    words: str
    lines: list[str]


def worded(fields: Iterable[dict[str, Any]], answers: Answers) -> list[Answered]:
    """The answered questions, in the order of the exercise. What stayed empty is left out."""
    return [answered(field, answers[field["id"]]) for field in fields if field["id"] in answers]


def opened(fields: Iterable[dict[str, Any]], text: str | None) -> list[Answered] | None:
    """As `worded`, of an opened text; None where the text could not be opened."""
    return None if text is None else worded(fields, decode(text))


def answered(field: dict[str, Any], value: Value) -> Answered:
    if field["kind"] in {"short", "long"}:
        return Answered(field["question"], str(value), [])
    values = value if isinstance(value, list) else [str(value)]
    return Answered(field["question"], "", [label(field, each) for each in values])


def label(field: dict[str, Any], value: str) -> str:
    always = {NOTHING: _("Nothing"), UNKNOWN: _("I don’t know")}
    options = {option["id"]: option["label"] for option in field.get("options", [])}
    if field["kind"] == "moment":
        return date_format(datetime.fromisoformat(value), "j F Y, H:i")
    if field["kind"] == "scale" and value not in always:
        return _("%(number)s (0 is %(low)s, 10 is %(high)s)") % {"number": value, "low": field["low"], "high": field["high"]}
    return always.get(value) or options.get(value, value)
