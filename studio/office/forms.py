"""What the office fills in: whom to show, whom to invite."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.address import LONGEST
from accounts.models import User
from billing.euro import euro
from billing.models import Offer
from programme.models import CareKind
from studio.office import roll

FURTHEST_DAYS = 400


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **attrs: object) -> None:
        super().__init__(attrs={"class": "input", **attrs}, format="%Y-%m-%d")


class CoachField(forms.ModelChoiceField[User]):
    """Somebody who guides people here."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(roll.coaches(), **{"label": _("Who guides"), **kwargs})

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class OfferField(forms.ModelChoiceField[Offer]):
    """What somebody is invited to order; left open they choose themselves from what is offered for their kind."""

    def __init__(self) -> None:
        super().__init__(
            Offer.objects.none(),
            label=_("Offer"),
            required=False,
            empty_label=_("what is offered for care or coaching"),
            to_field_name="uuid",
            help_text=_("It stands in the invitation with its price. A lower price or a scholarship comes after, on this person’s page."),
        )

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title}, {obj.get_care_kind_display()}: {euro(obj.gross_cents)}"


class WishForm(forms.Form):
    """Whom to show. What is asked amiss counts as not asked."""

    use_required_attribute = False

    groep = forms.ChoiceField(label=_("Show"), required=False, choices=[(name, group.label) for name, group in roll.GROUPS.items()])
    begeleider = CoachField(required=False, empty_label=_("everyone"))
    volgorde = forms.ChoiceField(label=_("Order"), required=False, choices=[(name, label) for name, (label, _by) in roll.ORDERS.items()])
    zoek = forms.CharField(label=_("Name or address"), required=False, max_length=120, strip=True)

    def wish(self) -> roll.Wish:
        self.is_valid()
        asked = self.cleaned_data
        coach = asked.get("begeleider")
        return roll.Wish(
            asked.get("groep") or "nu",
            coach.pk if coach else None,
            asked.get("volgorde") or "naam",
            asked.get("zoek", "").replace("\x00", ""),
        )


class InviteForm(forms.Form):
    """Somebody to invite. `use` of the day: the first one on which programmes start."""

    use_required_attribute = False

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput({"class": "input", "autocomplete": "off"}))
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=LONGEST,
        help_text=_("The code to log in goes there. Read it back to who gave it to you."),
        widget=forms.EmailInput({"class": "input", "autocomplete": "off"}),
    )
    coach = CoachField(empty_label=None)
    starts_on = forms.DateField(label=_("First day"), widget=DateInput())
    language = forms.ChoiceField(label=_("Language"), choices=[("nl", "Nederlands"), ("en", "English")], initial="nl")
    care_kind = forms.ChoiceField(
        label=_("Care or coaching"),
        choices=CareKind,
        initial=CareKind.COACHING,
        help_text=_("It decides how long things are kept, and is said to this person. Once somebody has begun it stays as it is."),
    )
    through_week = forms.TypedChoiceField(
        label=_("Payment"),
        coerce=int,
        choices=[(0, _("still to be arranged: the weeks wait for it")), (12, _("arranged: all twelve weeks may open"))],
        initial=0,
    )
    offer = OfferField()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        offers = Offer.objects.valid(today)
        if offers:
            self.fields["offer"].queryset = offers  # type: ignore[attr-defined]
        else:
            del self.fields["offer"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        offer = said.get("offer")
        if offer and said.get("through_week"):
            self.add_error("offer", _("All is arranged already, so there is nothing to order. Choose one of the two."))
        elif offer and said.get("care_kind") != offer.care_kind:
            self.add_error("offer", _("This offer is for the other kind: care or coaching. Choose what belongs together."))
        return said

    def clean_starts_on(self) -> date:
        return within_reach(self.cleaned_data["starts_on"], self.today)


def within_reach(day: date, today: date) -> date:
    """Raises ValidationError on a first day that nobody can have meant."""
    if abs((day - today).days) > FURTHEST_DAYS:
        raise forms.ValidationError(_("This day is more than a year away. Check the year."))
    return day
