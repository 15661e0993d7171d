"""When a mail may go, over zones, clock changes and whatever was sent before."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from accounts.zones import zone_names
from notices.timing import Quiet, next_moment

NIGHT = Quiet(time(21), time(7, 30))
AMSTERDAM = "Europe/Amsterdam"

moments = st.datetimes(datetime.fromisoformat("2000-01-01"), datetime.fromisoformat("2037-01-01"), timezones=st.just(UTC))
zones = st.sampled_from(zone_names())
hours = st.builds(Quiet, st.times(), st.times())


def at(text: str, zone: str = AMSTERDAM) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def asked(text: str, zone: str = AMSTERDAM, quiet: Quiet = NIGHT, **rules) -> datetime:
    return next_moment(at(text, zone), zone=zone, quiet=quiet, **rules)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-23T07:00", "2026-11-23T07:30"),
        ("2026-11-23T07:30", "2026-11-23T07:30"),
        ("2026-11-23T12:34:56", "2026-11-23T12:34:56"),
        ("2026-11-23T20:59:59", "2026-11-23T20:59:59"),
        ("2026-11-23T21:00", "2026-11-24T07:30"),
        ("2026-11-24T00:00", "2026-11-24T07:30"),
        ("2026-12-31T23:59", "2027-01-01T07:30"),
        ("2026-10-24T22:00", "2026-10-25T07:30"),  # summer time ends in this night
        ("2027-03-27T22:00", "2027-03-28T07:30"),  # and begins in this one
    ],
)
def test_nothing_goes_in_quiet_hours(now, then) -> None:
    assert asked(now, on_sunday=True) == at(then)


def test_quiet_hours_are_those_of_whoever_reads() -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert next_moment(noon, zone=AMSTERDAM, quiet=NIGHT) == noon
    assert next_moment(noon, zone="Australia/Sydney", quiet=NIGHT) == at("2026-11-24T07:30", "Australia/Sydney")


def test_equal_hours_mean_no_quiet_hours() -> None:
    assert asked("2026-11-23T03:00", quiet=Quiet(time(3), time(3))) == at("2026-11-23T03:00")


def test_on_a_sunday_mail_waits_for_monday() -> None:
    assert asked("2026-11-29T10:00", capped=True) == at("2026-11-30T07:30")
    assert asked("2026-11-29T10:00", capped=True, on_sunday=True) == at("2026-11-29T10:00")
    assert asked("2026-11-29T10:00") == at("2026-11-30T07:30")
    assert asked("2026-11-29T10:00", on_sunday=True) == at("2026-11-29T10:00")


def test_saturday_evening_goes_over_sunday() -> None:
    assert asked("2026-11-28T21:30", capped=True) == at("2026-11-30T07:30")


def test_one_capped_mail_a_day() -> None:
    assert asked("2026-11-24T19:00", capped=True, sent=[at("2026-11-24T07:30")]) == at("2026-11-25T07:30")
    assert asked("2026-11-24T19:00", sent=[at("2026-11-24T07:30")]) == at("2026-11-24T19:00")


def test_two_capped_mails_in_seven_days() -> None:
    sent = [at("2026-11-23T07:30"), at("2026-11-26T19:00")]
    assert asked("2026-11-28T17:00", capped=True, sent=sent) == at("2026-11-30T07:30")
    assert asked("2026-11-29T17:00", capped=True, on_sunday=True, sent=sent) == at("2026-11-30T07:30")


def test_the_week_of_a_client_fits_under_the_cap() -> None:
    """Opens on Monday, untouched on day 3 and day 6, and opens again: the fourth mail is the one that waits, a day at most."""
    monday, wednesday = at("2026-11-23T07:30"), at("2026-11-25T19:00")
    assert asked("2026-11-25T19:00", capped=True, sent=[monday]) == wednesday
    assert asked("2026-11-30T07:00", capped=True, sent=[monday, wednesday]) == at("2026-11-30T07:30")


def test_a_quiet_end_that_the_clock_skips_is_the_end_of_the_gap() -> None:
    assert asked("2027-03-28T01:00", quiet=Quiet(time(21), time(2, 30)), on_sunday=True) == at("2027-03-28T03:00")


def test_a_day_that_a_zone_skipped() -> None:
    assert asked("2011-12-29T22:00", zone="Pacific/Apia") == at("2011-12-31T07:30", "Pacific/Apia")


def test_the_second_of_two_equal_hours_still_ends() -> None:
    second = at("2026-10-25T02:10").replace(fold=1)
    then = next_moment(second, zone=AMSTERDAM, quiet=Quiet(time(1), time(2, 30)), on_sunday=True)
    assert then == at("2026-10-25T02:30").replace(fold=1).astimezone(UTC)


@settings(max_examples=300, deadline=None)
@given(moments, zones, hours, st.booleans(), st.booleans(), st.lists(st.integers(-240, 240), max_size=6))
@example(datetime(2026, 10, 25, 0, 59, tzinfo=UTC), AMSTERDAM, Quiet(time(2, 30), time(2, 10)), False, False, [])
def test_what_it_gives_is_allowed(now, zone, quiet, capped, on_sunday, ago) -> None:
    sent = [now - timedelta(hours=each) for each in ago]
    then = next_moment(now, zone=zone, quiet=quiet, capped=capped, on_sunday=on_sunday, sent=sent)
    assert then >= now
    assert then.tzinfo is UTC
    assert allowed(then, zone, quiet, capped, on_sunday, sent)


@settings(max_examples=150, deadline=None)
@given(moments, zones, st.booleans(), st.lists(st.integers(0, 240), max_size=3))
def test_nothing_waits_longer_than_it_must(now, zone, capped, ago) -> None:
    """Every quarter of an hour that was passed over was not allowed."""
    now = now.replace(second=0, microsecond=0)
    sent = [now - timedelta(hours=each) for each in ago]
    then = next_moment(now, zone=zone, quiet=NIGHT, capped=capped, sent=sent)
    steps = int((then - now) / timedelta(minutes=15))
    passed_over = [now + timedelta(minutes=15 * step) for step in range(steps + 1)]
    assert not any(allowed(each, zone, NIGHT, capped, False, sent) for each in passed_over if each < then)


def allowed(moment: datetime, zone: str, quiet: Quiet, capped: bool, on_sunday: bool, sent: list[datetime]) -> bool:
    """The rule, said another way."""
    local = moment.astimezone(ZoneInfo(zone))
    minutes = [local.time() >= quiet.begins, local.time() < quiet.ends]
    is_quiet = all(minutes) if quiet.begins < quiet.ends else any(minutes) and quiet.begins != quiet.ends
    if is_quiet or (local.isoweekday() == 7 and not on_sunday):
        return False
    if not capped:
        return True
    days = Counter(each.astimezone(ZoneInfo(zone)).date() for each in sent)
    last_seven: list[date] = [local.date() - timedelta(days=back) for back in range(7)]
    return days[local.date()] == 0 and sum(days[day] for day in last_seven) < 2
