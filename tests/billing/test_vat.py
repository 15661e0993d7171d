"""VAT that is in a price: every price to five thousand euros under each regime, and the rounding against decimals."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from billing.vat import REASONS, Regime, split

EVERY_PRICE = range(1, 500_001)


def test_of_every_price_at_21_percent_the_vat_is_the_nearest_cent_and_the_rest_is_net() -> None:
    for gross in EVERY_PRICE:
        it = split(gross, "standard")
        # VAT is a whole cent nearer to gross * 21 / 121 than any other: 121 is odd, so there is no half.
        assert -121 < 2 * (121 * it.vat - 21 * gross) < 121
        assert it.net + it.vat == gross == it.gross


@pytest.mark.parametrize("regime", [Regime.CARE, Regime.SMALL])
def test_of_no_price_that_is_exempt_anything_is_vat(regime: str) -> None:
    assert all((it := split(gross, regime)).vat == 0 and it.net == gross for gross in EVERY_PRICE)


@given(st.integers(0, 10**12))
def test_it_rounds_as_decimals_do(gross: int) -> None:
    assert split(gross, "standard").vat == int((Decimal(gross) * 21 / 121).quantize(Decimal(1), ROUND_HALF_UP))


@given(st.integers(0, 10**9), st.sampled_from(Regime.values))
def test_what_goes_back_is_the_mirror_of_what_came_in(gross: int, regime: str) -> None:
    there, back = split(gross, regime), split(-gross, regime)

    assert (there.gross + back.gross, there.net + back.net, there.vat + back.vat) == (0, 0, 0)


@pytest.mark.parametrize(
    ("gross", "vat"), [(0, 0), (1, 0), (2, 0), (3, 1), (100, 17), (121, 21), (33_000, 5_727), (99_000, 17_182), (500_000, 86_777)]
)
def test_known_prices(gross: int, vat: int) -> None:
    assert split(gross, "standard").vat == vat


@pytest.mark.parametrize("odd", ["", "STANDARD", "9", "0", "vrijgesteld", "standard "])
def test_a_regime_that_does_not_exist_is_refused(odd: str) -> None:
    with pytest.raises(ValueError, match="not a valid"):
        split(100, odd)


def test_each_exemption_names_its_article_in_both_languages() -> None:
    for language, act in (("nl", "Wet op de omzetbelasting 1968"), ("en", "Wet OB 1968")):
        with translation.override(language):
            for regime, article in (("care", "11"), ("small", "25")):
                said = translation.gettext(REASONS[Regime(regime)])
                assert act in said
                assert f"artic{'le' if language == 'en' else ''}" in said or "artikel" in said
                assert article in said
    assert REASONS[Regime.STANDARD] == ""
