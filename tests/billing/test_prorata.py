"""What somebody keeps and gets back: sums that fit, whatever was paid and however many weeks opened."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.prorata import owed, settlement

CENTS = st.integers(0, 500_000)
WEEKS_OPEN = st.integers(0, 12)


@given(CENTS, CENTS, WEEKS_OPEN)
def test_what_is_kept_and_given_back_is_what_was_paid_and_neither_is_negative(price: int, paid: int, opened: int) -> None:
    it = settlement(price=price, paid=paid, opened=opened)

    assert it.keep + it.refund == it.paid == paid
    assert min(it.keep, it.refund) >= 0


@given(CENTS, CENTS, st.integers(0, 11))
def test_with_another_week_open_nobody_gets_back_more(price: int, paid: int, opened: int) -> None:
    assert settlement(price=price, paid=paid, opened=opened + 1).refund <= settlement(price=price, paid=paid, opened=opened).refund


@given(CENTS, WEEKS_OPEN)
def test_it_is_rounded_in_the_favour_of_the_client_by_less_than_a_cent(price: int, opened: int) -> None:
    exact_twelfths = price * opened

    assert 0 <= exact_twelfths - 12 * owed(price, opened) < 12


@given(CENTS)
def test_before_week_1_all_goes_back_and_after_week_12_nothing(price: int) -> None:
    assert settlement(price=price, paid=price, opened=0).refund == price
    assert settlement(price=price, paid=price, opened=12).refund == 0


@given(CENTS, CENTS, CENTS, WEEKS_OPEN)
def test_who_paid_more_gets_back_at_least_as_much(price: int, paid: int, more: int, opened: int) -> None:
    assert settlement(price=price, paid=paid + more, opened=opened).refund >= settlement(price=price, paid=paid, opened=opened).refund


@pytest.mark.parametrize(
    ("price", "paid", "opened", "refund"),
    [
        (99_000, 99_000, 7, 41_250),
        (99_000, 33_000, 2, 16_500),
        (99_000, 33_000, 5, 0),  # week 5 opened in the days of grace: it was given
        (100, 100, 5, 59),  # 41.67 is owed, 41 is kept
        (0, 0, 3, 0),
    ],
)
def test_known_stops(price: int, paid: int, opened: int, refund: int) -> None:
    assert settlement(price=price, paid=paid, opened=opened).refund == refund


@pytest.mark.parametrize(("price", "paid", "opened"), [(-1, 0, 0), (0, -1, 0), (1, 1, 13), (1, 1, -1)])
def test_what_cannot_be_is_refused(price: int, paid: int, opened: int) -> None:
    with pytest.raises(ValueError, match="zero up"):
        settlement(price=price, paid=paid, opened=opened)
