"""What somebody asks their logbook: to show some of it, or where a word stands."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.writing import BadText, tidy
from exercises.models import Log
from journey.sorts import SORTS
from journey.spans import Span, stretch
from programme.calendar import moment

YEARS: Final = range(2000, 2200)
LONGEST: Final = 200


class Seen(TextChoices):
    """Who can read an entry."""

    MINE = "mine", gettext_lazy("For me alone")
    SHARED = "shared", gettext_lazy("Shared")
    ANSWERED = "answered", gettext_lazy("Answered")


class FindForm(forms.Form):
    """Filters, each may stay empty. They travel in the address, so no word of anyone is among them."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    week = forms.TypedChoiceField(label=gettext_lazy("Week"), required=False, coerce=int, empty_value=None)
    day = forms.DateField(label=gettext_lazy("Day"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    who = forms.ChoiceField(label=gettext_lazy("Who can read it"), required=False)

    def __init__(self, data: Any, *, weeks: Sequence[Span]) -> None:
        super().__init__(data, label_suffix="", auto_id="find_%s")
        everything = [("", _("Everything"))]
        numbers = [(str(week.number), _("Week %(number)s") % {"number": week.number}) for week in weeks]
        self.fields["kind"].choices = [*everything, *SORTS]  # type: ignore[attr-defined]
        self.fields["week"].choices = [("", _("All weeks")), *numbers]  # type: ignore[attr-defined]
        self.fields["who"].choices = [*everything, *Seen.choices]  # type: ignore[attr-defined]

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day and day.year not in YEARS:
            raise forms.ValidationError(_("There is nothing on that day. Choose another, or leave it empty."))
        return day

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked and can be answered; what cannot narrows nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrowed(self, entries: QuerySet[Log], weeks: Sequence[Span], zone: ZoneInfo) -> QuerySet[Log]:
        asked = self.asked
        if "kind" in asked:
            entries = entries.filter(exercise__kind=asked["kind"])
        if "who" in asked:
            entries = entries.filter(seen_by(Seen(asked["who"])))
        if "week" in asked:
            # By when it was written and not by its exercise: so the logbook and its headings agree.
            entries = entries.filter(started(*stretch(weeks, asked["week"]) or (None, None)))
        if "day" in asked:
            begins, ends = (moment(asked["day"] + timedelta(days=days), 0, zone) for days in (0, 1))
            entries = entries.filter(started(begins, ends))
        return entries


def seen_by(seen: Seen) -> Q:
    shared = Q(shared_version__isnull=False)
    return {Seen.MINE: ~shared, Seen.SHARED: shared, Seen.ANSWERED: Q(answered=True)}[seen]


def started(begins: datetime | None, ends: datetime | None) -> Q:
    """Half-open; a side that is None is open."""
    return (Q(started_at__gte=begins) if begins else Q()) & (Q(started_at__lt=ends) if ends else Q())


class WordsForm(forms.Form):
    """A word or a few to look for in one's own texts."""

    words = forms.CharField(
        label=gettext_lazy("Search in what you wrote"),
        max_length=LONGEST,
        error_messages={
            "required": gettext_lazy("Type a word that you wrote."),
            "max_length": gettext_lazy("That is too long to look for. A few words are enough."),
        },
        widget=forms.TextInput(attrs={"type": "search", "class": "input input--short", "autocomplete": "off", "maxlength": LONGEST}),
    )

    def clean_words(self) -> str:
        try:
            return tidy(self.cleaned_data["words"])
        except BadText:
            raise forms.ValidationError(_("There is a character in this that cannot be looked for.")) from None
