"""Cents as people read them. Money is whole cents everywhere else."""

import re
from decimal import Decimal

from django.utils.translation import get_language, gettext

# As it is typed, as the portal writes it in Dutch, and in English: three figures after a point are thousands, two are cents.
WHOLE, DUTCH, ENGLISH = r"\d{1,6}(?:[.,]\d{2})?", r"\d{1,3}\.\d{3}(?:,\d{2})?", r"\d{1,3},\d{3}(?:\.\d{2})?"
AMOUNT = re.compile(rf"\s*(?:€\s*)?({DUTCH}|{ENGLISH}|{WHOLE})\s*", re.ASCII)
CENTS = re.compile(r"[.,](\d{2})$", re.ASCII)


def euro(cents: int) -> str:
    """`€ 1.140,00` in Dutch, `€1,140.00` in English, with spaces that do not break."""
    sign = "−" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    if get_language() == "en":
        return f"{sign}€{whole:,}.{rest:02}"
    return f"{sign}€\N{NO-BREAK SPACE}{whole:,}".replace(",", ".") + f",{rest:02}"


def cents_of(text: str) -> int:
    """What somebody typed, such as `330`, `330,00`, `€ 1.140,00` or `€1,140.00`, in cents. Raises ValueError with a sentence."""
    found = AMOUNT.fullmatch(text.replace("\N{NO-BREAK SPACE}", " "))
    if found is None:
        raise ValueError(gettext("Write an amount such as 330 or 330,00."))
    rest = CENTS.search(found[1])
    whole = found[1][: rest.start()] if rest else found[1]
    return int(whole.replace(".", "").replace(",", "")) * 100 + (int(rest[1]) if rest else 0)


def decimal(cents: int) -> Decimal:
    """In euros, for those who ask for that."""
    return Decimal(cents) / 100
