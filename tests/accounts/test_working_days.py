"""Working days: Monday to Friday, without holidays and days away."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.working_days import closed, is_public_holiday, is_working_day, next_working_day, nth_working_day, on_or_after

DAYS = st.dates(date(1, 1, 1), date(9990, 1, 1))
SPANS = st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(1, 40)), max_size=4).map(
    lambda spans: [(first, first + timedelta(days=days)) for first, days in spans]
)


@pytest.mark.parametrize(
    ("day", "follows"),
    [
        (date(2026, 11, 25), date(2026, 11, 26)),
        (date(2026, 11, 27), date(2026, 11, 30)),  # Friday: Monday
        (date(2026, 12, 24), date(2026, 12, 28)),  # two days of Christmas and a weekend
        (date(2026, 4, 2), date(2026, 4, 7)),  # Good Friday to Easter Monday
        (date(2026, 4, 24), date(2026, 4, 28)),  # King's Day on a Monday
        (date(2025, 4, 25), date(2025, 4, 28)),  # and moved to the Saturday
        (date(2026, 5, 13), date(2026, 5, 15)),  # Ascension Day
        (date(2026, 12, 31), date(2027, 1, 4)),  # New Year's Day, into another year
    ],
)
def test_the_next_working_day_is_no_weekend_and_no_holiday(day, follows) -> None:
    assert next_working_day(day, closed()) == follows


def test_days_away_are_half_open() -> None:
    away = closed([(date(2026, 11, 25), date(2026, 11, 27))])
    assert next_working_day(date(2026, 11, 24), away) == date(2026, 11, 27)
    assert date(2026, 11, 26) in away
    assert date(2026, 11, 27) not in away


def test_a_set_of_days_does_as_well() -> None:
    assert next_working_day(date(2026, 11, 24), {date(2026, 11, 25)}) == date(2026, 11, 26)


def test_an_open_day_stays_and_a_closed_one_gives_way() -> None:
    assert on_or_after(date(2026, 11, 25), closed()) == date(2026, 11, 25)
    assert on_or_after(date(2026, 11, 28), closed()) == date(2026, 11, 28), "a Saturday that the practice chose itself"
    assert on_or_after(date(2026, 12, 25), closed()) == date(2026, 12, 28)


@given(DAYS, st.integers(0, 12), SPANS)
def test_so_many_working_days_later_so_many_working_days_were_lived(day, number, spans) -> None:
    shut = closed(spans)
    end = nth_working_day(day, number, shut)
    lived = [day + timedelta(days=days) for days in range(1, (end - day).days + 1)]
    assert sum(is_working_day(each, shut) for each in lived) == number
    assert number == 0 or is_working_day(end, shut)


@given(DAYS)
def test_a_year_has_few_holidays_and_none_is_a_working_day(day) -> None:
    assert not (is_public_holiday(day) and is_working_day(day))
    assert sum(is_public_holiday(date(day.year, 1, 1) + timedelta(days=days)) for days in range(365)) <= 12
