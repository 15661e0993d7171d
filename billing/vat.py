"""VAT as a practice in the Netherlands meets it: three regimes, prices that include it, whole cents. Pure.

Source of the regimes: Wet op de omzetbelasting 1968 (Wet OB), articles 9, 11 lid 1 sub g and 25. Which one holds is for the practice
and its adviser to say.
"""

from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop


class Regime(TextChoices):
    STANDARD = "standard", _("21 % VAT")
    CARE = "care", _("exempt care (art. 11 lid 1 sub g Wet OB 1968)")
    SMALL = "small", _("small-business scheme (KOR)")


PERCENT: Final = {Regime.STANDARD: 21, Regime.CARE: 0, Regime.SMALL: 0}

# Why no VAT is charged, as it stands on the document; in the document's own language.
REASONS: Final = {
    Regime.STANDARD: "",
    Regime.CARE: gettext_noop("Exempt from VAT under article 11(1)(g) of the Dutch VAT Act 1968 (Wet OB 1968)."),
    Regime.SMALL: gettext_noop(
        "Exempt from VAT under the small-business scheme (KOR), article 25 of the Dutch VAT Act 1968 (Wet OB 1968)."
    ),
}


@dataclass(frozen=True, slots=True)
class Split:
    """Cents: `gross` = `net` + `vat`."""

    gross: int
    net: int
    vat: int


def split(gross: int, regime: str) -> Split:
    """What of `gross` cents is VAT: `round_half_up(gross * rate / (100 + rate))`; the rest is net. Mirrored below zero.

    Raises ValueError on a regime that does not exist.
    """
    rate = PERCENT[Regime(regime)]
    size, whole = abs(gross) * rate, 100 + rate
    # Half up without a fraction: in binary 0.5 is not always 0.5.
    vat = (2 * size + whole) // (2 * whole)
    return Split(gross, gross - vat, vat) if gross >= 0 else Split(gross, gross + vat, -vat)


def on_top_of(before: Split, cents: int, regime: str) -> Split:
    """The split of `cents` that join `before`, so that together they are split as one amount: rounded once, and not time after time.

    Below zero they are taken away again. Never more VAT than money, whatever `before` was rounded to.
    """
    part = split(before.gross + cents, regime).vat - before.vat
    part = min(max(part, min(0, cents)), max(0, cents))
    return Split(cents, cents - part, part)
