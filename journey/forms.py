"""The forms on a client's own dates."""

from datetime import date, timedelta

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.zones import zone_names
from programme.models import Pause


class PauseForm(forms.Form):
    """A pause of whole weeks. `days` are the days it may begin on, `longest` the most weeks it may last."""

    starts_on = forms.TypedChoiceField(
        label=gettext_lazy("First day of the pause"),
        coerce=date.fromisoformat,
        error_messages={"invalid_choice": gettext_lazy("This day can no longer be chosen. Choose one from the list.")},
    )
    weeks = forms.TypedChoiceField(label=gettext_lazy("How long"), coerce=int, widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label=gettext_lazy("What is it for?"),
        help_text=gettext_lazy("The practice sees which one you choose, and nothing else."),
        # Nobody talks about it with themselves.
        choices=[choice for choice in Pause.Reason.choices if choice[0] != Pause.Reason.TALKED],
        initial=Pause.Reason.REST,
    )

    def __init__(self, data: object, *, days: list[date], longest: int) -> None:
        super().__init__(data, label_suffix="", initial={"weeks": 1})  # type: ignore[arg-type]
        weeks = [(n, ngettext("%(n)s week", "%(n)s weeks", n) % {"n": n}) for n in range(1, longest + 1)]
        self.fields["starts_on"].choices = [(day.isoformat(), date_format(day, _("l j F"))) for day in days]  # type: ignore[attr-defined]
        self.fields["weeks"].choices = weeks  # type: ignore[attr-defined]

    @property
    def days(self) -> tuple[date, date]:
        """The first day of the pause and the first day back. Only after `is_valid`."""
        starts_on = self.cleaned_data["starts_on"]
        return starts_on, starts_on + timedelta(weeks=self.cleaned_data["weeks"])


class ClockForm(forms.Form):
    """The hour and the time zone in which weeks open."""

    hour = forms.TypedChoiceField(label=gettext_lazy("Weeks open at"), coerce=int, choices=[(n, f"{n:02}:00") for n in range(24)])
    zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=lambda: [(name, name.replace("_", " ")) for name in zone_names()])
