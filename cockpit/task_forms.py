"""Putting something on the desk off, and doing it."""

from datetime import date, timedelta
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from notices.models import Outcome

MOST_DAYS: Final = 60


class DoneForm(forms.Form):
    """A choice and no words: what a coach wants to remember of somebody is a note, and sealed."""

    outcome = forms.ChoiceField(choices=[("", ""), *Outcome.choices], required=False)


class LaterForm(forms.Form):
    """`day` is a local day of the practice, from tomorrow on."""

    day = forms.DateField(label=_("Until which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, data: object, today: date) -> None:
        super().__init__(data, label_suffix="")  # type: ignore[arg-type]
        self.today = today

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not self.today < day <= self.today + timedelta(days=MOST_DAYS):
            raise forms.ValidationError(_("Choose a day from tomorrow on, within two months."))
        return day
