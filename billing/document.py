"""An invoice or a credit note as facts: all that stands on it, and nothing that could change. Pure; print and UBL are made of this."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from billing import vat

CURRENCY: Final = "EUR"


class Kind(TextChoices):
    INVOICE = "invoice", _("invoice")
    CREDIT = "credit", _("credit note")


@dataclass(frozen=True, slots=True)
class Party:
    """Who sells or buys. `country` is two letters (ISO 3166-1); numbers are as their registers write them."""

    name: str
    street: str
    postcode: str
    city: str
    country: str = "NL"
    kvk: str = ""
    vat_id: str = ""
    iban: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """`text` is neutral: no title of a programme or a week. `gross` is in cents and includes VAT; `vat` is how much of it that is,
    where it does not follow from this amount alone."""

    text: str
    gross: int
    vat: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """Amounts are positive cents, on a credit note too. `moved_on` is the day on which the money came in, or went back."""

    kind: str
    number: str
    issued_on: date
    moved_on: date
    seller: Party
    buyer: Party
    lines: tuple[Line, ...]
    regime: str
    language: str = "nl"
    credits: str = ""
    credits_on: date | None = None
    demo: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError when something that the law asks for is not there."""
        if wanting := missing(self.seller, self.buyer, self.regime):
            raise ValueError(f"a document needs {', '.join(wanting)}")
        if not self.lines or any(line.gross <= 0 for line in self.lines):
            raise ValueError("a document has lines, each of one cent or more")
        if any(not 0 <= (line.vat or 0) <= line.gross for line in self.lines):
            raise ValueError("VAT is a part of what it is in")
        if {bool(self.credits), self.credits_on is not None} != {self.kind == Kind.CREDIT}:
            raise ValueError("a credit note names its invoice, and an invoice names none")

    @property
    def splits(self) -> tuple[vat.Split, ...]:
        """Of each line."""
        return tuple(
            vat.split(line.gross, self.regime) if line.vat is None else vat.Split(line.gross, line.gross - line.vat, line.vat)
            for line in self.lines
        )

    @property
    def total(self) -> vat.Split:
        return vat.Split(*(sum(getattr(each, name) for each in self.splits) for name in ("gross", "net", "vat")))


def missing(seller: Party, buyer: Party, regime: str) -> list[str]:
    """What keeps a document from being complete: `seller.vat_id`, `buyer.street` and so on; empty when nothing does.

    A VAT id is asked of whoever has one: under 21% and under the small-business scheme. Who is exempt as care may have none.
    """
    needed = {
        "seller": ["name", "street", "postcode", "city", "kvk", *(["vat_id"] if regime != vat.Regime.CARE else [])],
        "buyer": ["name", "street", "postcode", "city"],
    }
    parties = {"seller": seller, "buyer": buyer}
    return [f"{who}.{name}" for who, names in needed.items() for name in names if not getattr(parties[who], name).strip()]
