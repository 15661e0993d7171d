"""What is filled in about money. Amounts are typed in euros and are cents from here on."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from billing.agreements import AGREEMENTS
from billing.euro import cents_of, euro
from billing.models import Method, Offer, Order, Plan, Refund


class EuroField(forms.CharField):
    """Euros typed, cents given. `least` and `most` are cents."""

    widget = forms.TextInput({"class": "input input--short", "inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, least: int = 1, most: int = 10_000_000, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)
        self.least, self.most = least, most

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            cents = cents_of(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if not self.least <= cents <= self.most:
            raise forms.ValidationError(
                _("Fill in an amount from %(least)s to %(most)s.") % {"least": euro(self.least), "most": euro(self.most)}
            )
        return cents

    def prepare_value(self, value: Any) -> Any:
        return f"{value // 100},{value % 100:02}" if isinstance(value, int) else value


def choose_among(field: forms.Field, offers: list[Offer]) -> None:
    """Of these and no others, each with its price."""
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared so
    field.queryset = Offer.objects.filter(pk__in=[offer.pk for offer in offers])
    field.choices = [(str(offer.uuid), f"{offer.title}: {euro(offer.gross_cents)}") for offer in offers]


class OfferChoiceForm(forms.Form):
    offer = forms.ModelChoiceField(
        label=_("What would you like?"), queryset=Offer.objects.none(), widget=forms.RadioSelect, empty_label=None, to_field_name="uuid"
    )

    def __init__(self, *args: Any, offers: list[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self.fields["offer"], offers)


class StartForm(forms.Form):
    day = forms.TypedChoiceField(label=_("Your first day"), coerce=date.fromisoformat, widget=forms.RadioSelect)

    def __init__(self, *args: Any, days: list[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["day"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - declared above
        field.choices = [(day.isoformat(), date_format(day, "l j F Y")) for day in days]


class AgreeForm(forms.Form):
    """A box for each text, none ever ticked beforehand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in AGREEMENTS:
            self.fields[each.purpose] = forms.BooleanField(label=each.text, help_text=each.more, required=False)

    @property
    def purposes(self) -> list[str]:
        return [purpose for purpose, ticked in self.cleaned_data.items() if ticked]


class OrderForm(forms.Form):
    """How to pay, whether to begin within fourteen days, and the price that was shown."""

    plan = forms.ChoiceField(label=_("In one payment or in three parts"), widget=forms.RadioSelect)
    method = forms.ChoiceField(label=_("Online or by bank transfer"), widget=forms.RadioSelect)
    early = forms.BooleanField(required=False)
    cents = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, order: Order, plans: list[tuple[str, str]], by_transfer: bool, early: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        methods = [Method.ONLINE, Method.TRANSFER] if by_transfer else [Method.ONLINE]
        labels = {Method.ONLINE: _("Online now, on the payment page"), Method.TRANSFER: _("By bank transfer: you start once it is there")}
        self.fields["plan"].choices = plans  # type: ignore[attr-defined]
        self.fields["method"].choices = [(method, labels[method]) for method in methods]  # type: ignore[attr-defined]
        self.fields["cents"].initial = order.gross_cents
        if len(plans) == 1:
            self.initial.setdefault("plan", plans[0][0])
        if len(methods) == 1 or not order.gross_cents:
            self.initial.setdefault("method", Method.ONLINE)
        if early:
            self.fields["early"].label = _("I want it to begin within my fourteen days of reflection.")
        else:
            del self.fields["early"]

    @property
    def asks_early(self) -> bool:
        return bool(self.cleaned_data.get("early"))


class TransferForm(forms.Form):
    """A bank transfer as it stands on the bank's page."""

    cents = EuroField(label=_("Amount in euros"))
    on = forms.DateField(label=_("Day on which it came in"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    reference = forms.CharField(
        label=_("Reference, as the bank shows it"), max_length=120, widget=forms.TextInput({"class": "input", "autocomplete": "off"})
    )


class RefundForm(forms.Form):
    cents = EuroField(label=_("Amount in euros"))
    reason = forms.ChoiceField(label=_("Why"), choices=Refund.Reason)


class PriceForm(forms.Form):
    """A price of its own for one person, 0 for a scholarship."""

    offer = forms.ModelChoiceField(label=_("Of this offer"), queryset=Offer.objects.none(), to_field_name="uuid")
    cents = EuroField(label=_("For this price in euros"), least=0, help_text=_("0 for a scholarship."))

    def __init__(self, *args: Any, offers: list[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self.fields["offer"], offers)


class OfferForm(forms.ModelForm[Offer]):
    gross_cents = EuroField(label=_("Price in euros, VAT included"), least=3)

    class Meta:
        model = Offer
        fields = ("title_nl", "title_en", "gross_cents", "in_one", "in_terms", "care_kind", "regime", "valid_from", "valid_until")
        widgets = {
            "title_nl": forms.TextInput({"class": "input"}),
            "title_en": forms.TextInput({"class": "input"}),
            "valid_from": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "valid_until": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("in_one") and not given.get("in_terms"):
            raise forms.ValidationError(_("Choose at least one way of paying it."))
        if given.get("valid_from") and given.get("valid_until") and given["valid_until"] <= given["valid_from"]:
            raise forms.ValidationError(_("The last day comes after the first."))
        return given


def plan_choices(order: Order, second: date | None, third: date | None, each: int) -> list[tuple[str, str]]:
    """The ways of paying that this order has, each with its amount and days."""
    said = {Plan.FULL.value: _("Now %(amount)s") % {"amount": euro(order.gross_cents)}}
    if second and third:
        days = {"each": euro(each), "second": date_format(second, "j F"), "third": date_format(third, "j F")}
        said[Plan.TERMS.value] = _("Three times %(each)s: now, by %(second)s and by %(third)s. The same total, no interest.") % days
    return [(plan, said[plan]) for plan in order.plans if plan in said]
