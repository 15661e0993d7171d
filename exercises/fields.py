"""The kinds of questions: what the form asks for each, and what counts as an answer. Every one may stay empty."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.writing import WrittenField
from exercises.answers import NOTHING, UNKNOWN, Value

ALWAYS: Final[list[tuple[str, str | Promise]]] = [(NOTHING, gettext_lazy("Nothing")), (UNKNOWN, gettext_lazy("I don’t know"))]
MOMENT_FORMATS: Final = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d-%m-%Y %H:%M"]
YEARS: Final = range(1900, 2200)


class MomentInput(forms.TextInput):
    input_type = "datetime-local"


class MomentField(forms.CharField):
    """A day and an hour as the clock showed them, without a zone: `2026-11-23T22:30`."""

    widget = MomentInput(attrs={"class": "input input--short"})

    def to_python(self, value: Any) -> str:
        text = (super().to_python(value) or "").strip()
        if not text:
            return ""
        for pattern in MOMENT_FORMATS:
            try:
                moment = datetime.strptime(text, pattern)  # noqa: DTZ007 - a wall clock, kept as typed
            except ValueError:
                continue
            if moment.year in YEARS:
                return moment.isoformat(timespec="minutes")
        raise ValidationError(
            _("“%(typed)s” is no day and time that can be kept. Write it as 23-11-2026 22:30, or leave it empty.") % {"typed": text[:40]}
        )


class OneField(forms.ChoiceField):
    widget = forms.RadioSelect
    default_error_messages = {"invalid_choice": gettext_lazy("Choose one of these answers, or leave it empty.")}


class ScaleField(OneField):
    """0 to 10, each end with a name."""

    def clean(self, value: Any) -> int | str:
        chosen: str = super().clean(value)
        return int(chosen) if chosen.isdigit() else chosen


class SeveralField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "invalid_choice": gettext_lazy("Choose from these answers, or leave it empty."),
        "invalid_list": gettext_lazy("Choose from these answers, or leave it empty."),
    }

    def __init__(self, choices: list[tuple[str, str | Promise]]) -> None:
        super().__init__(required=False, choices=choices)
        self.order = [key for key, _label in choices]

    def clean(self, value: Any) -> list[str]:
        """In the order of the options, each once."""
        chosen = super().clean(value)
        return [key for key in self.order if key in chosen]


def with_always(options: Iterable[dict[str, str]]) -> list[tuple[str, str | Promise]]:
    """The choices, each id once, with *nothing* and *I don't know* after them."""
    labels: dict[str, str | Promise] = {option["id"]: option["label"] for option in options}
    return list({**labels, **dict(ALWAYS)}.items())


def short(question: dict[str, Any]) -> forms.Field:
    return WrittenField(widget=forms.TextInput(attrs={"class": "input"}))


def long(question: dict[str, Any]) -> forms.Field:
    return WrittenField(widget=forms.Textarea(attrs={"class": "textarea", "rows": 6}))


def scale(question: dict[str, Any]) -> forms.Field:
    field = ScaleField(required=False, choices=with_always({"id": str(n), "label": str(n)} for n in range(11)))
    field.widget.attrs["class"] = "choices--scale"
    return field


def one(question: dict[str, Any]) -> forms.Field:
    return OneField(required=False, choices=with_always(question.get("options", [])))


def several(question: dict[str, Any]) -> forms.Field:
    return SeveralField(with_always(question.get("options", [])))


def moment(question: dict[str, Any]) -> forms.Field:
    return MomentField(required=False)


KINDS: Final[dict[str, Callable[[dict[str, Any]], forms.Field]]] = {
    "short": short,
    "long": long,
    "scale": scale,
    "one": one,
    "several": several,
    "moment": moment,
}


def help_text(question: dict[str, Any]) -> str:
    """The line under a question; on a scale it also says what the ends mean."""
    lines = [str(question.get("help") or "")]
    if question.get("low") and question.get("high"):
        lines.append(_("0 is %(low)s, 10 is %(high)s.") % {"low": question["low"], "high": question["high"]})
    return " ".join(filter(None, lines))


def initial(value: Value) -> str | list[str]:
    """A kept answer as its widget shows it."""
    return str(value) if isinstance(value, int) else value
