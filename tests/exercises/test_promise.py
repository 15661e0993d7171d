"""When an answer is promised: always ahead, on the practice's own day and hour, never earlier for who shares later."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Practice
from accounts.working_days import closed, is_working_day
from exercises.promise import instead_of, made_good_by, promised_for

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ZONES = st.sampled_from(
    ["Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "Africa/Casablanca"]
)
MOMENTS = st.integers(0, 20 * 366 * 86_400).map(lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
SETTINGS = {
    "zone": ZONES,
    "answer_weekday": st.integers(0, 6),
    "answer_hour": st.integers(0, 23),
    "cutoff_weekday": st.integers(0, 6),
    "cutoff_hour": st.integers(0, 23),
    "first_answer_working_days": st.integers(1, 5),
}
PRACTICES = st.builds(Practice, **SETTINGS)


def amsterdam(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("shared", "promised"),
    [
        (amsterdam(2026, 11, 23, 20, 0), amsterdam(2026, 11, 25, 18)),  # Monday, at the cut-off itself
        (amsterdam(2026, 11, 23, 20, 0, 1), amsterdam(2026, 12, 2, 18)),  # a second later
        (amsterdam(2026, 11, 21, 22, 30), amsterdam(2026, 11, 25, 18)),  # the Saturday evening
        (amsterdam(2026, 11, 25, 17, 59), amsterdam(2026, 12, 2, 18)),  # Wednesday, just before the answers
        (amsterdam(2026, 3, 28, 12, 0), amsterdam(2026, 4, 1, 18)),  # over the night on which summer time begins
        (amsterdam(2026, 10, 24, 12, 0), amsterdam(2026, 10, 28, 18)),  # and ends
    ],
)
def test_what_is_shared_by_monday_evening_is_answered_on_wednesday(shared, promised) -> None:
    assert promised_for(shared, Practice(), first=False, shut=()) == promised


@pytest.mark.parametrize(
    ("shared", "promised"),
    [
        (amsterdam(2026, 11, 24, 9, 0), amsterdam(2026, 11, 26, 18)),  # Tuesday: Thursday
        (amsterdam(2026, 11, 26, 9, 0), amsterdam(2026, 11, 30, 18)),  # Thursday: Monday, over the weekend
        (amsterdam(2026, 11, 27, 23, 0), amsterdam(2026, 12, 1, 18)),  # Friday night: Tuesday
        (amsterdam(2026, 11, 22, 12, 0), amsterdam(2026, 11, 24, 18)),  # Sunday: Tuesday, a day before the weekly answer
        (amsterdam(2026, 11, 23, 12, 0), amsterdam(2026, 11, 25, 18)),  # Monday: Wednesday, which is both
    ],
)
def test_the_very_first_share_is_answered_within_two_working_days(shared, promised) -> None:
    assert promised_for(shared, Practice(), first=True, shut=()) == promised


@given(MOMENTS, ZONES, st.booleans())
def test_the_promise_of_the_defaults_is_ahead_and_at_most_nine_days_away(shared, zone, first) -> None:
    promised = promised_for(shared, Practice(zone=zone), first=first, shut=())
    assert shared < promised <= shared + timedelta(days=9)


@given(MOMENTS, PRACTICES, st.booleans())
def test_whatever_the_settings_the_promise_is_ahead_on_a_whole_local_hour(shared, practice, first) -> None:
    promised = promised_for(shared, practice, first=first, shut=())
    assert shared < promised <= shared + timedelta(days=14, hours=2)
    local = promised.astimezone(ZoneInfo(practice.zone))
    skipped = local.replace(hour=practice.answer_hour, minute=0).astimezone(UTC) != promised
    assert local.hour == practice.answer_hour or skipped
    if first:
        assert local.weekday() < 5 or local.weekday() == practice.answer_weekday
    else:
        assert local.weekday() == practice.answer_weekday or skipped


@given(MOMENTS, PRACTICES)
def test_a_later_share_never_has_an_earlier_weekly_promise(shared, practice) -> None:
    for later in (timedelta(seconds=1), timedelta(hours=3), timedelta(days=1), timedelta(days=6)):
        assert promised_for(shared, practice, first=False, shut=()) <= promised_for(shared + later, practice, first=False, shut=())


@given(MOMENTS, PRACTICES)
def test_the_first_promise_is_never_later_than_the_weekly_one(shared, practice) -> None:
    assert promised_for(shared, practice, first=True, shut=()) <= promised_for(shared, practice, first=False, shut=())


TWO_DAYS = st.builds(
    Practice,
    **SETTINGS,
    second_answer_weekday=st.integers(0, 6),
    second_cutoff_weekday=st.none() | st.integers(0, 6),
)
SPANS = st.lists(st.tuples(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 30)), max_size=3).map(
    lambda spans: closed((first, first + timedelta(days=days)) for first, days in spans)
)


@pytest.mark.parametrize(
    ("shared", "promised"),
    [
        (amsterdam(2026, 11, 23, 20, 0), amsterdam(2026, 11, 25, 18)),  # Monday, at the cut-off of Wednesday
        (amsterdam(2026, 11, 23, 20, 1), amsterdam(2026, 11, 27, 18)),  # after it: Friday, whose cut-off is Wednesday
        (amsterdam(2026, 11, 25, 20, 1), amsterdam(2026, 12, 2, 18)),
    ],
)
def test_with_two_answer_days_the_first_that_can_be_kept_counts(shared, promised) -> None:
    assert promised_for(shared, Practice(second_answer_weekday=4, second_cutoff_weekday=2), first=False) == promised
    assert promised_for(shared, Practice(second_answer_weekday=4), first=False) == promised, "as many days ahead as the first"


@pytest.mark.parametrize(
    ("shared", "promised"),
    [
        (amsterdam(2026, 5, 24, 12, 0), amsterdam(2026, 5, 27, 18)),  # Whit Monday is no answer day, nothing moves
        (amsterdam(2024, 12, 21, 12, 0), amsterdam(2024, 12, 27, 18)),  # the Wednesday is Christmas Day: Friday
        (amsterdam(2024, 12, 28, 12, 0), amsterdam(2025, 1, 2, 18)),  # and the next is New Year's Day
    ],
)
def test_an_answer_day_that_is_a_holiday_gives_way_to_the_first_working_day(shared, promised) -> None:
    assert promised_for(shared, Practice(), first=False) == promised


def test_an_absence_moves_a_new_promise_to_the_day_back() -> None:
    away = closed([(date(2026, 11, 25), date(2026, 12, 1))])
    assert promised_for(amsterdam(2026, 11, 23, 9), Practice(), first=False, shut=away) == amsterdam(2026, 12, 1, 18)
    assert promised_for(amsterdam(2026, 11, 23, 9), Practice(), first=True, shut=away) == amsterdam(2026, 12, 1, 18)


@given(MOMENTS, TWO_DAYS, SPANS, st.booleans())
def test_no_promise_falls_on_a_day_on_which_nobody_is_there(shared, practice, shut, first) -> None:
    promised = promised_for(shared, practice, first=first, shut=shut)
    day = promised.astimezone(ZoneInfo(practice.zone)).date()
    assert shared < promised
    assert day not in shut or moment_was_skipped(promised, practice)


def moment_was_skipped(promised: datetime, practice: Practice) -> bool:
    """A clock change, or a day that a zone left out, took the hour away."""
    return promised.astimezone(ZoneInfo(practice.zone)).hour != practice.answer_hour


@given(MOMENTS, TWO_DAYS, SPANS)
def test_a_second_day_or_fewer_holidays_never_make_anybody_wait_longer(shared, practice, shut) -> None:
    promised = promised_for(shared, practice, first=False, shut=shut)
    practice.second_answer_weekday = None
    assert promised <= promised_for(shared, practice, first=False, shut=shut)
    assert promised_for(shared, practice, first=False, shut=()) <= promised_for(shared, practice, first=False, shut=shut)


@given(MOMENTS, TWO_DAYS, SPANS, st.booleans())
def test_who_shares_later_never_hears_earlier_over_holidays_and_absences(shared, practice, shut, first) -> None:
    for later in (timedelta(seconds=1), timedelta(hours=3), timedelta(days=1), timedelta(days=6)):
        assert promised_for(shared, practice, first=first, shut=shut) <= promised_for(shared + later, practice, first=first, shut=shut)


@given(MOMENTS, TWO_DAYS, SPANS)
def test_a_new_day_for_a_promise_is_later_and_open(promised, practice, shut) -> None:
    tz = ZoneInfo(practice.zone)
    for new in (instead_of(promised, practice, shut=shut), made_good_by(promised, practice, shut=shut)):
        assert new > promised
        assert is_working_day(new.astimezone(tz).date(), shut) or moment_was_skipped(new, practice)
