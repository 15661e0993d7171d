"""The practice and the client with all that a paper needs."""

from accounts.models import Practice, User
from billing.models import BillTo

LEGAL = {
    "name": "Praktijk Veenstra",
    "street": "Oudegracht 112",
    "postcode": "3511 AW",
    "city": "Utrecht",
    "kvk_number": "12345678",
    "vat_id": "NL001234567B01",
    "iban": "NL02ABNA0123456789",
    "office_email": "kantoor@praktijk.example",
}


def complete(**other: object) -> Practice:
    made, _new = Practice.objects.update_or_create(pk=1, defaults=LEGAL | other)
    return made


def addressed(client: User, **other: object) -> BillTo:
    known: dict[str, object] = {"name": client.name, "street": "Witte Singel 2", "postcode": "2311 BG", "city": "Leiden"}
    return BillTo.objects.create(client=client, **known | other)
