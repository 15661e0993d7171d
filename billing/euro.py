"""Cents as people read them. Money is whole cents everywhere else."""

import re
from decimal import Decimal

from django.utils.translation import get_language, gettext

AMOUNT = re.compile(r"^\s*(?:€\s*)?(\d{1,6})(?:[.,](\d{2}))?\s*$")


def euro(cents: int) -> str:
    """`€ 1.140,00` in Dutch, `€1,140.00` in English, with spaces that do not break."""
    sign = "−" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    if get_language() == "en":
        return f"{sign}€{whole:,}.{rest:02}"
    return f"{sign}€\N{NO-BREAK SPACE}{whole:,}".replace(",", ".") + f",{rest:02}"


def cents_of(text: str) -> int:
    """What somebody typed, such as `330`, `330,00` or `€ 330.00`, in cents. Raises ValueError with a sentence."""
    found = AMOUNT.match(text.replace("\N{NO-BREAK SPACE}", " "))
    if found is None or (not text.isascii() and "€" not in text):
        raise ValueError(gettext("Write an amount such as 330 or 330,00."))
    return int(found[1]) * 100 + int(found[2] or 0)


def decimal(cents: int) -> Decimal:
    """In euros, for those who ask for that."""
    return Decimal(cents) / 100
