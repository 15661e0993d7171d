"""Where a client's invoices are addressed to: filled in by the client, or by the office for them."""

from datetime import datetime
from typing import Final

from babel import Locale
from django import forms
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from billing import invoices
from billing.models import BillTo

# Babel knows some that are no country.
NO_COUNTRIES: Final = {"EU", "EZ", "QO", "UN", "XA", "XB", "XK", "ZZ"}


def countries() -> list[tuple[str, str]]:
    """Code (ISO 3166-1) and name in the reader's language, the Netherlands first."""
    names = {str(code): str(name) for code, name in Locale.parse(get_language() or "nl", sep="-").territories.items()}
    found = sorted(((code, name) for code, name in names.items() if len(code) == 2 and code not in NO_COUNTRIES), key=lambda each: each[1])
    return sorted(found, key=lambda each: each[0] != "NL")


class BillToForm(forms.ModelForm[BillTo]):
    """Name and address as they come on invoices."""

    class Meta:
        model = BillTo
        fields = ("name", "street", "postcode", "city", "country")
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "street": forms.TextInput(attrs={"autocomplete": "street-address"}),
            "postcode": forms.TextInput(attrs={"autocomplete": "postal-code"}),
            "city": forms.TextInput(attrs={"autocomplete": "address-level2"}),
        }

    country = forms.ChoiceField(label=_("Country"), choices=countries, initial="NL")


@transaction.atomic
def keep(*, client: User, name: str, street: str, postcode: str, city: str, country: str, now: datetime) -> BillTo:
    """Keep it for new papers, and issue those that waited for it."""
    facts = {"name": name, "street": street, "postcode": postcode, "city": city, "country": country}
    made, _new = BillTo.objects.update_or_create(client=client, defaults=facts)
    invoices.issue_waiting(now, client=client)
    return made
