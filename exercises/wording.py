"""What was answered, in the words of the questions: for reading back. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from exercises import state
from exercises.answers import NOTHING, UNKNOWN, Answers, Value, decode
from exercises.body import PLACES
from exercises.movements import MOVEMENTS
from exercises.state import Band


@dataclass(frozen=True, slots=True)
class Answered:
    """One question with its answer. `words` is what a person typed; otherwise `lines` are the portal's words for it.
    A `band` is what was tapped before and after; its lines say the same in words."""

    question: str
    words: str
    lines: list[str]
    band: Band | None = None


def worded(fields: Iterable[dict[str, Any]], answers: Answers, *, figures: bool = False) -> list[Answered]:
    """The answered questions, in the order of the exercise. What stayed empty is left out.

    What was tapped before and after are figures: they are told to whoever wrote them, to others only with `figures`.
    """
    now = [] if state.AFTER_NOW not in answers else [state.questions()[state.AFTER_NOW]]
    told = [answered(field, answers[field["id"]]) for field in [*fields, *now] if field["id"] in answers]
    band = state.band(answers) if figures else None
    return [*told, told_band(band)] if band else told


def opened(fields: Iterable[dict[str, Any]], text: str | None, *, figures: bool = False) -> list[Answered] | None:
    """As `worded`, of an opened text; None where the text could not be opened."""
    return None if text is None else worded(fields, decode(text), figures=figures)


def told_band(band: Band) -> Answered:
    """From, to: two facts beside each other, without a word on which is better."""
    words = within_a_line()
    tension = from_to(*(words.get(str(value), str(value)) for value in (band.before, band.after)))
    presence = from_to(*(words.get(value, value) for value in (band.presence_before, band.presence_after)))
    lines = [
        _("Tension: %(from_to)s") % {"from_to": tension} if tension else "",
        _("Present: %(from_to)s") % {"from_to": presence} if presence else "",
    ]
    return Answered(_("Before and after"), "", [line for line in lines if line], band)


def from_to(before: str, after: str) -> str:
    """Both, or the one that was tapped; empty for neither."""
    if before and after:
        return _("%(before)s before, %(after)s after") % {"before": before, "after": after}
    if before:
        return _("%(told)s before") % {"told": before}
    return _("%(told)s after") % {"told": after} if after else ""


def always() -> dict[str, str]:
    return {NOTHING: _("Nothing"), UNKNOWN: _("I don’t know")}


def within_a_line() -> dict[str, str]:
    """What was tapped, as it stands within a sentence."""
    presences = {name: str(label).lower() for name, label in state.PRESENCES}
    return presences | {NOTHING: pgettext("within a line", "nothing"), UNKNOWN: pgettext("within a line", "I don’t know")}


def answered(field: dict[str, Any], value: Value) -> Answered:
    if field["kind"] in {"short", "long"}:
        return Answered(field["question"], str(value), [])
    values = value if isinstance(value, list) else [str(value)]
    lines = [label(field, each) for each in values]
    return Answered(field["question"], "", [in_order(lines)] if field["kind"] == "movements" else lines)


def in_order(lines: list[str]) -> str:
    return _("%(first)s, then %(second)s") % {"first": lines[0], "second": lines[1].lower()} if len(lines) == 2 else ", ".join(lines)


def label(field: dict[str, Any], value: str) -> str:
    tokens = always() | ({NOTHING: _("Nowhere")} if field["kind"] == "body" else {})
    options = {option["id"]: option["label"] for option in field.get("options", [])} | known(field["kind"])
    if field["kind"] == "moment":
        return date_format(datetime.fromisoformat(value), "j F Y, H:i")
    if field["kind"] == "scale" and value not in tokens:
        return _("%(number)s (0 is %(low)s, 10 is %(high)s)") % {"number": value, "low": field["low"], "high": field["high"]}
    return tokens.get(value) or options.get(value, value)


def known(kind: str) -> dict[str, str]:
    """The choices that the portal itself gives to every question of this kind."""
    if kind == "body":
        return {place.id: str(place.label) for place in PLACES}
    return {name: str(words) for name, words in MOVEMENTS} if kind == "movements" else {}
