"""The kinds of questions: what the form asks for each, and what counts as an answer. Every one may stay empty."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.writing import WrittenField
from exercises import body as places
from exercises.answers import NOTHING, UNKNOWN, Value
from exercises.movements import MOVEMENTS, in_order

ALWAYS: Final[list[tuple[str, str | Promise]]] = [(NOTHING, gettext_lazy("Nothing")), (UNKNOWN, gettext_lazy("I don’t know"))]
# What *nothing* is called where places are asked.
NOWHERE: Final = gettext_lazy("Nowhere")
# The first two are a browser's; the others come from where there is no field for a moment, and somebody types.
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

    # Drawn as numbers side by side, wherever it is asked.
    in_row = True

    def clean(self, value: Any) -> int | str:
        chosen: str = super().clean(value)
        return int(chosen) if chosen.isdigit() else chosen


class SeveralField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "invalid_choice": gettext_lazy("Choose from these answers, or leave it empty."),
        "invalid_list": gettext_lazy("Choose from these answers, or leave it empty."),
    }

    def __init__(self, choices: list[tuple[str, str | Promise]], **options: Any) -> None:
        super().__init__(required=False, choices=choices, **options)
        self.order = [key for key, _label in choices]

    def clean(self, value: Any) -> list[str]:
        """In the order of the options, each once."""
        chosen = super().clean(value)
        # The same taps in another order are the same answer, and so the same sealed text.
        return [key for key in self.order if key in chosen]


class BodyInput(forms.CheckboxSelectMultiple):
    """The places as a list, and beside it a map of the front and the back that ticks the same boxes. No script is asked."""

    template_name = "exercises/body.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        boxes = {option["value"]: option for _group, options, _index in context["widget"]["optgroups"] for option in options}
        context["boxes"] = list(boxes.values())
        context["sides"] = [
            (side, [(place.id, boxes[place.id]["attrs"].get("id", "")) for place in places.on(side)]) for side in places.BOTH
        ]
        return context

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


class MovementsInput(forms.MultiWidget):
    """Two rows of taps as one control: the first movement, and the one that came after it, if any."""

    template_name = "exercises/movements.html"
    use_fieldset = True

    def __init__(self, choices: list[tuple[str, str | Promise]]) -> None:
        super().__init__([forms.RadioSelect(choices=choices), forms.RadioSelect(choices=choices)])

    def decompress(self, value: Any) -> list[str]:
        """What Django asks for a value that is no list."""
        return []

    def id_for_label(self, id_: str) -> str:
        return ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


class MovementsField(forms.Field):
    """One movement or two in the order they came, as a list of ids. Either row may stay empty."""

    default_error_messages = {"invalid_choice": gettext_lazy("Choose from these answers, or leave it empty.")}

    def __init__(self) -> None:
        choices = with_always({"id": name, "label": label} for name, label in MOVEMENTS)
        super().__init__(required=False, widget=MovementsInput(choices))
        self.known = {"", *(key for key, _label in choices)}

    def clean(self, value: Any) -> list[str]:
        # A forged form may send fewer rows than two, or more.
        chosen = [*(str(each or "") for each in value or []), "", ""][:2]
        if not set(chosen) <= self.known:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return in_order(*chosen)


def with_always(options: Iterable[Mapping[str, str | Promise]]) -> list[tuple[str, str | Promise]]:
    """The choices, each id once, with *nothing* and *I don't know* after them."""
    labels: dict[str, str | Promise] = {str(option["id"]): option["label"] for option in options}
    return list({**labels, **dict(ALWAYS)}.items())


def short(question: dict[str, Any]) -> forms.Field:
    return WrittenField(widget=forms.TextInput(attrs={"class": "input"}))


def long(question: dict[str, Any]) -> forms.Field:
    return WrittenField(widget=forms.Textarea(attrs={"class": "textarea", "rows": 6}))


def scale(question: dict[str, Any]) -> forms.Field:
    return ScaleField(required=False, choices=with_always({"id": str(n), "label": str(n)} for n in range(11)))


def one(question: dict[str, Any]) -> forms.Field:
    return OneField(required=False, choices=with_always(question.get("options", [])))


def several(question: dict[str, Any]) -> forms.Field:
    return SeveralField(with_always(question.get("options", [])))


def moment(question: dict[str, Any]) -> forms.Field:
    return MomentField(required=False)


def body(question: dict[str, Any]) -> forms.Field:
    choices = [*((place.id, place.label) for place in places.PLACES), (NOTHING, NOWHERE), ALWAYS[1]]
    return SeveralField(choices, widget=BodyInput)


def movements(question: dict[str, Any]) -> forms.Field:
    return MovementsField()


KINDS: Final[dict[str, Callable[[dict[str, Any]], forms.Field]]] = {
    "short": short,
    "long": long,
    "scale": scale,
    "one": one,
    "several": several,
    "moment": moment,
    "body": body,
    "movements": movements,
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
