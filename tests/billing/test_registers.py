"""A slip of the finger in a number of a bank or a register is found before money or an invoice goes astray."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.registers import bare, is_iban, is_kvk, is_vat_id
from studio.demo.cast import LEGAL
from tests.billing.practices import LEGAL as OURS

GOOD = "NL91ABNA0417164300"


@pytest.mark.parametrize("text", [GOOD, "BE68539007547034", "DE89370400440532013000", "NO9386011117947", OURS["iban"], LEGAL["iban"]])
def test_an_iban_that_exists_fits(text: str) -> None:
    assert is_iban(text)


@given(st.integers(4, len(GOOD) - 1), st.sampled_from("0123456789"))
def test_one_other_figure_does_not_fit(place: int, figure: str) -> None:
    changed = GOOD[:place] + figure + GOOD[place + 1 :]
    assert is_iban(changed) == (changed == GOOD)


@given(st.integers(8, len(GOOD) - 2))
def test_two_neighbours_that_change_places_do_not_fit(place: int) -> None:
    changed = GOOD[:place] + GOOD[place + 1] + GOOD[place] + GOOD[place + 2 :]
    assert is_iban(changed) == (changed == GOOD)


@pytest.mark.parametrize("text", ["", "NL", "NL91", "nl91abna0417164300", "١٢", GOOD + "\n", "NL91ABNA04171643OO", "9" * 40, "=1+1"])
def test_what_is_no_iban_is_none(text: str) -> None:
    assert not is_iban(text)


@pytest.mark.parametrize(
    ("text", "fits"), [("12345678", True), ("1234567", False), ("123456789", False), ("1234567A", False), ("١٢٣٤٥٦٧٨", False)]
)
def test_a_kvk_number_has_eight_figures(text: str, fits: bool) -> None:
    assert is_kvk(text) == fits


@pytest.mark.parametrize(
    ("text", "fits"),
    [("NL001234567B01", True), ("BE0123456789", True), ("NL001234567", False), ("NL0012345670B1", False), ("123", False), ("NLB", False)],
)
def test_a_vat_id_has_the_form_of_its_country(text: str, fits: bool) -> None:
    assert is_vat_id(text) == fits


def test_people_write_it_with_spaces_and_dots() -> None:
    assert bare(" nl91 abna 0417.1643 00 ") == GOOD
