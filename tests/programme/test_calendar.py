"""When weeks open, without a database."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.calendar import moment, opening_moments, unite

AMSTERDAM = "Europe/Amsterdam"
ZONES = [AMSTERDAM, "Europe/Lisbon", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu", "America/St_Johns"]

days = st.dates(date(2009, 1, 1), date(2037, 12, 31))
hours = st.integers(0, 23)
zones = st.sampled_from(ZONES)


@st.composite
def pause_lists(draw: st.DrawFn, start: date) -> list[tuple[date, date]]:
    begins = draw(st.lists(st.integers(-10, 120), max_size=5))
    return [(start + timedelta(days=b), start + timedelta(days=b + draw(st.integers(0, 40)))) for b in begins]


def local(at: datetime, zone: str) -> datetime:
    return at.astimezone(ZoneInfo(zone))


def test_twelve_mondays_at_seven_across_the_end_of_summer_time() -> None:
    moments = opening_moments(date(2026, 10, 19), 12, [], 7, AMSTERDAM)

    assert moments[0] == datetime(2026, 10, 19, 5, tzinfo=UTC)
    assert moments[1] == datetime(2026, 10, 26, 6, tzinfo=UTC)
    assert moments[11] == datetime(2027, 1, 4, 6, tzinfo=UTC)


def test_seven_in_lisbon_is_another_moment_than_seven_in_amsterdam() -> None:
    assert opening_moments(date(2026, 7, 6), 1, [], 7, "Europe/Lisbon") == [datetime(2026, 7, 6, 6, tzinfo=UTC)]


def test_new_york_springs_forward_two_weeks_before_europe() -> None:
    moments = opening_moments(date(2026, 3, 2), 3, [], 7, "America/New_York")

    assert [at.hour for at in moments] == [12, 11, 11]


def test_a_skipped_hour_becomes_the_first_moment_after_it() -> None:
    assert moment(date(2026, 3, 29), 2, ZoneInfo(AMSTERDAM)) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_lord_howe_skips_only_half_an_hour() -> None:
    at = moment(date(2026, 10, 4), 2, ZoneInfo("Australia/Lord_Howe"))

    assert f"{local(at, 'Australia/Lord_Howe'):%Y-%m-%d %H:%M}" == "2026-10-04 02:30"


def test_a_repeated_hour_is_the_first_of_the_two() -> None:
    assert moment(date(2026, 10, 25), 2, ZoneInfo(AMSTERDAM)) == datetime(2026, 10, 25, 0, tzinfo=UTC)


@pytest.mark.parametrize("hour", [0, 7, 23])
def test_the_day_that_apia_never_had_becomes_the_first_moment_of_the_next(hour: int) -> None:
    assert moment(date(2011, 12, 30), hour, ZoneInfo("Pacific/Apia")) == datetime(2011, 12, 30, 10, tzinfo=UTC)


def test_a_pause_moves_what_follows_by_exactly_its_days() -> None:
    start = date(2026, 1, 5)
    without = opening_moments(start, 12, [], 7, AMSTERDAM)
    paused = opening_moments(start, 12, [(date(2026, 1, 19), date(2026, 2, 2))], 7, AMSTERDAM)

    assert paused[:2] == without[:2]
    assert [b - a for a, b in zip(without[2:9], paused[2:9], strict=True)] == [timedelta(days=14)] * 7


def test_a_pause_from_the_middle_of_a_week_lets_the_rest_of_it_be_lived_afterwards() -> None:
    moments = opening_moments(date(2026, 1, 5), 2, [(date(2026, 1, 8), date(2026, 1, 15))], 7, AMSTERDAM)

    assert local(moments[1], AMSTERDAM).date() == date(2026, 1, 19)


@pytest.mark.parametrize(
    ("pauses", "united"),
    [
        ([(1, 3), (3, 5)], [(1, 5)]),
        ([(1, 4), (2, 3)], [(1, 4)]),
        ([(4, 6), (1, 5)], [(1, 6)]),
        ([(1, 2), (4, 5)], [(1, 2), (4, 5)]),
        ([(2, 2)], []),
    ],
)
def test_pauses_that_touch_or_overlap_are_one(pauses: list[tuple[int, int]], united: list[tuple[int, int]]) -> None:
    def dated(pairs: list[tuple[int, int]]) -> list[tuple[date, date]]:
        return [(date(2026, 1, a), date(2026, 1, b)) for a, b in pairs]

    assert unite(dated(pauses)) == dated(united)


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="a pause ends"):
        opening_moments(date(2026, 1, 5), 12, [(date(2026, 2, 2), date(2026, 2, 1))], 7, AMSTERDAM)


def test_a_start_on_leap_day_works() -> None:
    assert local(opening_moments(date(2028, 2, 29), 2, [], 7, AMSTERDAM)[1], AMSTERDAM).date() == date(2028, 3, 7)


def test_the_end_of_the_calendar_is_an_error_and_not_a_wrong_date() -> None:
    with pytest.raises(OverflowError):
        opening_moments(date(9999, 12, 1), 12, [], 7, AMSTERDAM)


@given(days.flatmap(lambda start: st.tuples(st.just(start), pause_lists(start))), hours, zones)
def test_twelve_moments_rise_at_the_right_local_hour_on_lived_days(
    plan: tuple[date, list[tuple[date, date]]], hour: int, zone: str
) -> None:
    start, pauses = plan
    moments = opening_moments(start, 12, pauses, hour, zone)

    assert len(moments) == 12
    assert all(a < b for a, b in pairwise(moments))
    assert all(at.tzinfo is UTC for at in moments)
    for at in moments:
        there = local(at, zone)
        skipped = there != moment(there.date(), hour, ZoneInfo(zone)).astimezone(ZoneInfo(zone))
        assert there.hour == hour or not skipped
        if there.hour == hour and there.minute == 0:
            assert not any(since <= there.date() < until for since, until in pauses)


@given(days, hours, zones, st.integers(0, 83), st.integers(1, 40))
def test_a_pause_moves_the_local_days_behind_it_by_exactly_its_length(start: date, hour: int, zone: str, offset: int, length: int) -> None:
    since = start + timedelta(days=offset)
    plain = opening_moments(start, 12, [], hour, zone)
    paused = opening_moments(start, 12, [(since, since + timedelta(days=length))], hour, zone)
    moved = timedelta(days=length)

    for number, at in enumerate(paused):
        lived = start + timedelta(days=7 * number)
        expected = lived if lived < since else lived + moved
        assert at == moment(expected, hour, ZoneInfo(zone))
    assert len(plain) == len(paused)
