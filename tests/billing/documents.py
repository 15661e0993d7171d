"""Documents to test with: complete, of a practice and a client that are invented."""

from datetime import date

from billing.document import Document, Kind, Line, Party
from billing.vat import Regime

SELLER = Party(
    "Praktijk Veenstra",
    "Oudegracht 112",
    "3511 AW",
    "Utrecht",
    kvk="12345678",
    vat_id="NL001234567B01",
    iban="NL02ABNA0123456789",
    email="kantoor@praktijk.example",
)
BUYER = Party("Noor Visser", "Witte Singel 2", "2311 BG", "Leiden")
DAY = date(2026, 11, 23)


def document(kind: str = Kind.INVOICE, gross: int = 33_000, **other: object) -> Document:
    credit = {"credits": "2026-0001", "credits_on": DAY} if kind == Kind.CREDIT else {}
    facts = {
        "kind": kind,
        "number": "2026-0007",
        "issued_on": DAY,
        "moved_on": DAY,
        "seller": SELLER,
        "buyer": BUYER,
        "lines": (Line("Begeleiding, termijn 1 van 3", gross),),
        "regime": Regime.STANDARD,
    }
    return Document(**facts | credit | other)
