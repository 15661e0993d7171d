"""What a coach can change in somebody's weeks and dates: each deed with its questions, its words, and what it does."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

from django import forms
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journey.weeks import Stand, Station
from programme import enrolment as enrolments
from programme import release as releases
from programme.models import Enrolment, Pause
from programme.reasons import TO_CHOOSE

Act = Callable[..., object]
# No date may lie further off than anybody plans.
FURTHEST: Final = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a form chooses from: the weeks, the pauses that are not over, and the day it is for the client."""

    way: list[Station]
    pauses: list[Pause]
    today: date

    def weeks(self, *stands: Stand) -> list[tuple[int, str]]:
        return [(each.week.number, _("Week %(number)s") % {"number": each.week.number}) for each in self.way if each.stand in stands]


class DeedForm(forms.Form):
    """`act` gives the deed with all but who and when; only after `is_valid`."""

    use_required_attribute = False
    stands: tuple[Stand, ...] = ()

    def __init__(self, data: object, standing: Standing, week: str = "") -> None:
        super().__init__(data, label_suffix="", initial={"number": week})  # type: ignore[arg-type]
        self.standing = standing
        if "number" in self.fields:
            self.fields["number"].choices = standing.weeks(*self.stands)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """No day that nobody means."""
        for name, value in list(self.cleaned_data.items()):
            # A slip in the year would plan a thousand weeks, and dates end at 9999.
            if isinstance(value, date) and abs(value - self.standing.today) > FURTHEST:
                self.add_error(name, _("Choose a day within two years."))
        return self.cleaned_data

    def act(self, enrolment: Enrolment) -> Act:
        raise NotImplementedError


def day_field(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def week_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=gettext_lazy("Which week"),
        coerce=int,
        error_messages={"invalid_choice": gettext_lazy("This week can no longer be chosen. Choose one from the list.")},
    )


def reason_field(choices: Iterable[tuple[str, str | Promise]] = TO_CHOOSE) -> forms.ChoiceField:
    told = gettext_lazy("Your client reads this too.")
    return forms.ChoiceField(label=gettext_lazy("What is it for?"), help_text=told, choices=choices, widget=forms.RadioSelect)


class OpenEarlyForm(DeedForm):
    stands = (Stand.AHEAD,)
    number, reason = week_field(), reason_field()

    def act(self, enrolment: Enrolment) -> Act:
        return partial(releases.open_early, enrolment=enrolment, **self.cleaned_data)


class HoldForm(DeedForm):
    stands = (Stand.AHEAD, Stand.COVER, Stand.UNFINISHED)
    number, reason = week_field(), reason_field()

    def act(self, enrolment: Enrolment) -> Act:
        return partial(releases.hold, enrolment=enrolment, **self.cleaned_data)


class LetGoForm(DeedForm):
    stands = (Stand.HELD,)
    number, reason = week_field(), reason_field()

    def act(self, enrolment: Enrolment) -> Act:
        return partial(releases.let_go, enrolment=enrolment, **self.cleaned_data)


class MoveForm(DeedForm):
    stands = (Stand.AHEAD, Stand.HELD, Stand.COVER, Stand.UNFINISHED)
    number = week_field()
    to = day_field(gettext_lazy("To which day"), gettext_lazy("It opens at the usual hour. Other weeks stay where they are."))
    reason = reason_field()

    def clean_to(self) -> date:
        to: date = self.cleaned_data["to"]
        if to < self.standing.today:
            raise forms.ValidationError(_("That day has passed. Choose today or later."))
        return to

    def act(self, enrolment: Enrolment) -> Act:
        return partial(releases.move_week, enrolment=enrolment, **self.cleaned_data)


class PauseForm(DeedForm):
    starts_on = day_field(gettext_lazy("First day of the pause"))
    ends_on = day_field(gettext_lazy("First day back"), gettext_lazy("Whole weeks keep the week on its own day."))
    reason = reason_field(Pause.Reason.choices)

    def act(self, enrolment: Enrolment) -> Act:
        return partial(enrolments.pause, enrolment=enrolment, **self.cleaned_data)


class ResumeForm(DeedForm):
    pause = forms.TypedChoiceField(label=gettext_lazy("Which pause"), coerce=int, widget=forms.RadioSelect)
    reason = reason_field()

    def __init__(self, data: object, standing: Standing, week: str = "") -> None:
        super().__init__(data, standing, week)
        self.fields["pause"].choices = [(pause.pk, days(pause)) for pause in standing.pauses]  # type: ignore[attr-defined]

    def act(self, enrolment: Enrolment) -> Act:
        chosen = next(pause for pause in self.standing.pauses if pause.pk == self.cleaned_data["pause"])
        return partial(enrolments.resume, enrolment=enrolment, pause=chosen, reason=self.cleaned_data["reason"])


class RestartForm(DeedForm):
    starts_on = day_field(gettext_lazy("The first day"), gettext_lazy("The weeks that are not open follow; what is open stays open."))
    reason = reason_field()

    def act(self, enrolment: Enrolment) -> Act:
        return partial(enrolments.restart, enrolment=enrolment, **self.cleaned_data)


def days(pause: Pause) -> str:
    first, back = date_format(pause.starts_on, _("l j F")), date_format(pause.ends_on, _("l j F"))
    return _("from %(first)s, the first day back %(back)s") % {"first": first, "back": back}


@dataclass(frozen=True, slots=True)
class Deed:
    """`title` is what it is called, `says` what it does, `confirm` is on the button, `told` what is said afterwards."""

    slug: str
    form: type[DeedForm]
    title: str | Promise
    says: str | Promise
    confirm: str | Promise
    told: str | Promise
    undone: bool = True
    early: bool = False


DEEDS: Final = {
    deed.slug: deed
    for deed in (
        Deed(
            "vervroegen",
            OpenEarlyForm,
            gettext_lazy("Open a week early"),
            gettext_lazy("It opens at once, with its mail. What was opened never closes again, so this cannot be put back."),
            gettext_lazy("Open it now"),
            gettext_lazy("The week is open."),
            undone=False,
        ),
        Deed(
            "vasthouden",
            HoldForm,
            gettext_lazy("Hold a week"),
            gettext_lazy("It stays closed until you let it go. Everything that was open stays open."),
            gettext_lazy("Hold it like this"),
            gettext_lazy("The week is held."),
        ),
        Deed(
            "loslaten",
            LetGoForm,
            gettext_lazy("Let a week go"),
            gettext_lazy("It opens on its own day; if that has passed, it opens at once."),
            gettext_lazy("Let it go like this"),
            gettext_lazy("The week goes on."),
        ),
        Deed(
            "verzetten",
            MoveForm,
            gettext_lazy("Move a week"),
            gettext_lazy("Only this week moves, and it stays there, also when other dates change."),
            gettext_lazy("Move it like this"),
            gettext_lazy("The week has moved."),
        ),
        Deed(
            "pauze",
            PauseForm,
            gettext_lazy("Plan a pause"),
            gettext_lazy("The weeks that are not open move along. A promise that was given still stands."),
            gettext_lazy("Pause like this"),
            gettext_lazy("The pause is planned."),
        ),
        Deed(
            "hervatten",
            ResumeForm,
            gettext_lazy("End a pause"),
            gettext_lazy("Today becomes the first day back; a pause that has not begun is taken away."),
            gettext_lazy("Go on like this"),
            gettext_lazy("The pause is over."),
        ),
        Deed(
            "start",
            RestartForm,
            gettext_lazy("Another first day"),
            gettext_lazy("The weeks that are not open get the dates that follow from it."),
            gettext_lazy("Begin like this"),
            gettext_lazy("The first day has changed."),
            early=True,
        ),
    )
}
