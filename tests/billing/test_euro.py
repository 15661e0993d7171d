"""An amount is read as people type it, and as the portal itself writes it."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from billing.euro import cents_of, euro


@given(st.integers(0, 99_999_999), st.sampled_from(["nl", "en"]))
def test_what_the_portal_writes_it_reads(cents: int, language: str) -> None:
    with translation.override(language):
        assert cents_of(euro(cents)) == cents


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("330", 33_000), ("330,00", 33_000), ("330.00", 33_000), (" € 330,5 ".replace(",5", ",50"), 33_050), ("1.140", 114_000),
     ("1,140", 114_000), ("1.140,00", 114_000), ("1,140.05", 114_005), ("114000", 11_400_000), ("0,01", 1), ("007", 700)],
)  # fmt: skip
def test_an_amount_as_people_type_it(typed: str, cents: int) -> None:
    assert cents_of(typed) == cents


@pytest.mark.parametrize(
    "typed",
    ["", " ", "€", "-1", "+1", "1e3", "0x10", "330,5", "330,000,00", "1.140.00", "1.14,00", "1140.000", "12.3456", ",50", "1 140",
     "٣٣٠", "３３０", "330 euro", "330$", "NaN", "1\n2", "\x00", "9" * 30],
)  # fmt: skip
def test_what_is_no_amount_is_refused_in_a_sentence(typed: str) -> None:
    with translation.override("nl"), pytest.raises(ValueError, match="Schrijf een bedrag zoals 330 of 330,00"):
        cents_of(typed)
