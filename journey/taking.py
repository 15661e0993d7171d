"""What somebody chooses to take along in a workbook, and as what."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journey.finding import YEARS
from journey.sorts import SORTS
from journey.spans import Span, stretch
from journey.workbook import Choice
from programme.calendar import moment


class As(TextChoices):
    PDF = "pdf", gettext_lazy("A PDF, to read and to print")
    TEXT = "txt", gettext_lazy("Plain text")
    JSON = "json", gettext_lazy("JSON, for another program")


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class WorkbookForm(forms.Form):
    """Weeks and days narrow each other; each may stay empty."""

    file = forms.ChoiceField(label=gettext_lazy("As what"), choices=As.choices, initial=As.PDF, widget=forms.RadioSelect)
    first_week = forms.TypedChoiceField(label=gettext_lazy("From week"), required=False, coerce=int, empty_value=None)
    last_week = forms.TypedChoiceField(label=gettext_lazy("Up to and including week"), required=False, coerce=int, empty_value=None)
    first_day = day_field(gettext_lazy("From day"))
    last_day = day_field(gettext_lazy("Up to and including day"))
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Which kinds"),
        choices=SORTS,
        initial=[kind for kind, _label in SORTS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one kind.")},
    )
    private = forms.BooleanField(label=gettext_lazy("Also what is mine alone"), required=False, initial=True)
    answers = forms.BooleanField(label=gettext_lazy("Also the answers I had"), required=False, initial=True)
    pictures = forms.BooleanField(label=gettext_lazy("Also the pictures over the weeks"), required=False, initial=True)

    def __init__(self, data: Any, *, weeks: Sequence[Span]) -> None:
        super().__init__(data, label_suffix="")
        numbers = [(str(week.number), str(week.number)) for week in weeks]
        self.fields["first_week"].choices = [("", _("the beginning")), *numbers]  # type: ignore[attr-defined]
        self.fields["last_week"].choices = [("", _("now")), *numbers]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for first, last in (("first_week", "last_week"), ("first_day", "last_day")):
            if told.get(first) and told.get(last) and told[first] > told[last]:
                self.add_error(last, _("The end comes before the beginning here. Turn them round, or leave one empty."))
        for name in ("first_day", "last_day"):
            if told.get(name) and told[name].year not in YEARS:
                self.add_error(name, _("There is nothing on that day. Choose another, or leave it empty."))
        return told

    def choice(self, weeks: Sequence[Span], zone: ZoneInfo) -> Choice:
        """Only after `is_valid`."""
        told = self.cleaned_data
        first, last = stretch(weeks, told["first_week"] or 0), stretch(weeks, told["last_week"] or 0)
        begins = [first[0] if first else None, moment(told["first_day"], 0, zone) if told["first_day"] else None]
        # Up to and including a day is until the first moment of the next.
        ends = [last[1] if last else None, moment(told["last_day"] + timedelta(days=1), 0, zone) if told["last_day"] else None]
        return Choice(
            begins=max(known(begins), default=None),
            ends=min(known(ends), default=None),
            kinds=frozenset(told["kinds"]),
            private=told["private"],
            answers=told["answers"],
            pictures=told["pictures"],
        )


def known(moments: Sequence[datetime | None]) -> list[datetime]:
    return [each for each in moments if each]
