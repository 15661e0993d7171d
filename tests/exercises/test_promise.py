"""When an answer is promised: always ahead, on the practice's own day and hour, never earlier for who shares later."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Practice
from exercises.promise import promised_for

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ZONES = st.sampled_from(
    ["Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "Africa/Casablanca"]
)
MOMENTS = st.integers(0, 20 * 366 * 86_400).map(lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
PRACTICES = st.builds(
    Practice,
    zone=ZONES,
    answer_weekday=st.integers(0, 6),
    answer_hour=st.integers(0, 23),
    cutoff_weekday=st.integers(0, 6),
    cutoff_hour=st.integers(0, 23),
    first_answer_working_days=st.integers(1, 5),
)


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
    assert promised_for(shared, Practice(), first=False) == promised


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
    assert promised_for(shared, Practice(), first=True) == promised


@given(MOMENTS, ZONES, st.booleans())
def test_the_promise_of_the_defaults_is_ahead_and_at_most_nine_days_away(shared, zone, first) -> None:
    promised = promised_for(shared, Practice(zone=zone), first=first)
    assert shared < promised <= shared + timedelta(days=9)


@given(MOMENTS, PRACTICES, st.booleans())
def test_whatever_the_settings_the_promise_is_ahead_on_a_whole_local_hour(shared, practice, first) -> None:
    promised = promised_for(shared, practice, first=first)
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
        assert promised_for(shared, practice, first=False) <= promised_for(shared + later, practice, first=False)


@given(MOMENTS, PRACTICES)
def test_the_first_promise_is_never_later_than_the_weekly_one(shared, practice) -> None:
    assert promised_for(shared, practice, first=True) <= promised_for(shared, practice, first=False)
