"""The night holds what is shared in it until the morning, and what is taken back before then was never there."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import reading
from accounts.models import AccessRecord, Practice
from accounts.refusal import Refused
from accounts.vault import NotReadable
from cockpit import desk as cockpit_desk
from exercises import logs, night, reviews, share_records
from exercises.access import shared_logs
from exercises.models import Log, Review
from exercises.promise import promised_for
from programme import enrolment as programme_deeds
from tests import people
from tests.people import NOW

AMSTERDAM = "Europe/Amsterdam"
LATE = datetime(2026, 11, 23, 21, 30, tzinfo=UTC)  # half past ten on Monday evening in Amsterdam
MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # nine o'clock on Tuesday
JUST_BEFORE = MORNING - timedelta(seconds=1)
ZONES = [AMSTERDAM, "America/Curacao", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia"]


def local(day: int, hour: int, minute: int = 0, month: int = 11, zone: str = AMSTERDAM) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("shared", "visible"),
    [
        (local(23, 20, 59), local(23, 20, 59)),
        (local(23, 21), local(24, 9)),
        (local(23, 23, 59), local(24, 9)),
        (local(24, 0), local(24, 9)),
        (local(24, 6, 59), local(24, 9)),
        (local(24, 7), local(24, 7)),
        (local(24, 22, month=10), local(25, 9, month=10)),  # the hour that comes twice lies in between
    ],
)
def test_from_nine_in_the_evening_to_seven_it_waits_until_nine(shared, visible) -> None:
    assert night.visible_from(shared, AMSTERDAM, Practice()) == visible


def test_in_the_night_that_loses_an_hour_nine_is_still_nine() -> None:
    shared = datetime(2027, 3, 28, 1, 30, tzinfo=ZoneInfo(AMSTERDAM)).astimezone(UTC)
    assert night.visible_from(shared, AMSTERDAM, Practice()) == datetime(2027, 3, 28, 7, 0, tzinfo=UTC)


def test_the_night_is_that_of_the_clients_own_clock() -> None:
    shared = local(23, 22, zone="America/Curacao")
    assert night.visible_from(shared, "America/Curacao", Practice()) == local(24, 9, zone="America/Curacao")
    assert night.visible_from(shared, AMSTERDAM, Practice()) == local(24, 9)


@given(
    at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis wants them bare
    zone=st.sampled_from(ZONES),
    hours=st.tuples(st.times(), st.times(), st.times()),
)
def test_whatever_the_settings_it_waits_less_than_two_days_and_never_backwards(at, zone, hours) -> None:
    practice = Practice(night_from=hours[0], night_until=hours[1], night_visible_at=hours[2])
    visible = night.visible_from(at, zone, practice)
    morning = night.ends(at, zone, practice)
    assert at <= visible < at + timedelta(hours=50)
    assert (morning is None) == (visible == at)
    assert morning is None or at < morning <= visible


def test_a_practice_without_a_night_holds_nothing() -> None:
    assert night.visible_from(LATE, AMSTERDAM, Practice(night_from=time(21), night_until=time(21))) == LATE


# --- what the night holds ---------------------------------------------------------------------------------------


@pytest.fixture
def held(desk) -> Log:
    return logs.share(log=desk.write({"kort": "laat"}, now=LATE).log, now=LATE)


def read_by_coach(desk, log: Log, now: datetime) -> list[str | None]:
    return reading.read(desk.coach, list(log.versions.filter(pk=log.shared_version_id)), "answer", now)


@pytest.mark.engine
def test_until_the_morning_the_coach_finds_it_nowhere(desk, held) -> None:
    assert held.visible_at == MORNING
    for now in (LATE, JUST_BEFORE):
        assert shared_logs(desk.coach, desk.enrolment, desk.week, now) == []
        assert cockpit_desk.waiting_weeks(desk.coach, now) == []
        with pytest.raises(NotReadable):
            read_by_coach(desk, held, now)
    assert shared_logs(desk.coach, desk.enrolment, desk.week, MORNING) == [held]
    assert [week.number for week in cockpit_desk.waiting_weeks(desk.coach, MORNING)] == [1]
    assert read_by_coach(desk, held, MORNING) == ['{"kort":"laat"}']


def test_no_answer_covers_it_before_the_morning(desk, held) -> None:
    deed = {"enrolment": desk.enrolment, "week": desk.week, "author": desk.coach, "logs": [held], "text": "Dag."}
    draft = reviews.save_draft(**deed, based_on=0, now=LATE).review
    assert not draft.logs.exists()
    Review.logs.through.objects.create(review=draft, log=held)
    with pytest.raises(Refused):
        reviews.publish(review=draft, now=JUST_BEFORE)
    draft = reviews.save_draft(**deed, based_on=1, now=MORNING).review
    assert reviews.publish(review=draft, now=MORNING).logs.get() == held


def test_taken_back_before_the_morning_it_leaves_no_trace(desk, held) -> None:
    assert not AccessRecord.objects.exists()
    before = {"shared_version_id": None, "shared_at": None, "visible_at": None, "promised_at": None, "asks_at": None}
    back = logs.withdraw(log=held, now=JUST_BEFORE)
    assert {name: getattr(back, name) for name in before} == before
    assert not back.versions.filter(shared__isnull=False).exists()
    share_records.record_arrived(MORNING + timedelta(days=1))
    assert not AccessRecord.objects.exists()


def test_taken_back_after_the_morning_both_are_on_record_with_their_moments(desk, held) -> None:
    later = MORNING + timedelta(minutes=1)
    logs.withdraw(log=held, now=later)
    records = AccessRecord.objects.order_by("pk").values_list("action", "at", "actor", "subject", "rows")
    mine, rows = desk.client.subject, [str(held.shared_version_id)]
    assert list(records) == [("share", MORNING, mine, mine, rows), ("unshare", later, mine, mine, rows)]


def test_the_sweep_records_what_arrived_once_and_not_what_is_held(desk, held) -> None:
    logs.share(log=desk.write({"kort": "overdag"}).log, now=NOW)
    assert share_records.record_arrived(JUST_BEFORE) == 0
    assert share_records.record_arrived(MORNING) == 1
    assert share_records.record_arrived(MORNING) == 0
    assert list(AccessRecord.objects.order_by("pk").values_list("action", "at")) == [("share", NOW), ("share", MORNING)]


def test_sharing_a_later_text_by_day_records_that_the_earlier_can_no_longer_be_read(desk) -> None:
    token = people.token()
    log = logs.share(log=desk.write({"kort": "een"}, client_token=token).log, now=NOW)
    desk.write({"kort": "twee"}, client_token=token, based_on=1)
    logs.share(log=log, now=NOW + timedelta(hours=1))
    assert list(AccessRecord.objects.order_by("pk").values_list("action", flat=True)) == ["share", "unshare", "share"]


def test_a_later_text_shared_at_night_takes_the_earlier_out_of_sight_until_the_morning(desk) -> None:
    token = people.token()
    log = logs.share(log=desk.write({"kort": "een"}, client_token=token).log, now=NOW)
    desk.write({"kort": "twee"}, client_token=token, based_on=1, now=LATE)
    log = logs.share(log=log, now=LATE)
    assert shared_logs(desk.coach, desk.enrolment, desk.week, LATE) == []
    assert read_by_coach(desk, log, MORNING) == ['{"kort":"twee"}']


# --- the promise ------------------------------------------------------------------------------------------------


def test_the_promise_is_counted_from_the_moment_it_can_be_read(desk, held) -> None:
    assert held.promised_at == promised_for(MORNING, Practice(), first=True)
    Practice.objects.update_or_create(pk=1, defaults={"cutoff_hour": 23})
    second = logs.share(log=desk.write({"kort": "nog een"}, now=MORNING).log, now=MORNING + timedelta(days=6, hours=13))
    assert second.promised_at == local(9, 18, month=12), "before the cut-off on paper, and after it for who must answer"


def test_one_that_is_taken_back_in_the_night_spends_no_first_promise(desk, held) -> None:
    other = logs.share(log=desk.write({"kort": "ook laat"}, now=LATE).log, now=LATE + timedelta(minutes=5))
    assert other.promised_at == promised_for(MORNING, Practice(), first=True)
    logs.withdraw(log=held, now=LATE + timedelta(minutes=9))
    logs.withdraw(log=other, now=LATE + timedelta(minutes=9))
    third = logs.share(log=desk.write({"kort": "overdag"}, now=MORNING).log, now=MORNING + timedelta(days=2))
    assert third.promised_at == promised_for(MORNING + timedelta(days=2), Practice(), first=True)


@given(
    shared=st.datetimes(datetime(2026, 11, 1), datetime(2027, 11, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    answer=st.tuples(st.integers(0, 6), st.integers(0, 23)),
    first=st.booleans(),
)
def test_no_promise_falls_before_the_text_can_be_read(shared, answer, first) -> None:
    practice = Practice(answer_weekday=answer[0], answer_hour=answer[1])
    visible = night.visible_from(shared, AMSTERDAM, practice)
    assert promised_for(visible, practice, first=first) >= visible


def test_a_given_promise_that_would_come_before_the_morning_moves_after_it(desk) -> None:
    Practice.objects.update_or_create(pk=1, defaults={"answer_hour": 8, "answer_weekday": 1})
    token = people.token()
    log = logs.share(log=desk.write({"kort": "een"}, client_token=token).log, now=NOW)
    assert log.promised_at == local(24, 8)
    desk.write({"kort": "twee"}, client_token=token, based_on=1, now=LATE)
    assert logs.share(log=log, now=LATE).promised_at > MORNING


# --- what the morning asks about --------------------------------------------------------------------------------


def asked(desk, now: datetime) -> list[Log]:
    return list(Log.objects.of(desk.enrolment).asked_about(now))


def test_a_draft_of_the_night_is_asked_about_from_seven_until_somebody_writes_on(desk) -> None:
    token = people.token()
    log = desk.write({"kort": "half"}, client_token=token, draft=True, now=LATE).log
    assert asked(desk, local(24, 6, 59)) == []
    assert asked(desk, local(24, 7)) == asked(desk, local(27, 7)) == [log]
    desk.write({"kort": "heel"}, client_token=token, based_on=1, draft=True, now=MORNING)
    assert asked(desk, local(27, 7)) == []


def test_what_was_kept_at_night_or_drafted_by_day_is_not_asked_about(desk) -> None:
    desk.write({"kort": "bewaard"}, now=LATE)
    desk.write({"kort": "overdag"}, draft=True, now=NOW)
    assert asked(desk, local(24, 7)) == []


def test_what_the_night_holds_is_asked_about_until_it_arrives(desk, held) -> None:
    assert asked(desk, local(24, 7)) == [held]
    assert asked(desk, MORNING) == []


def test_a_draft_that_was_asked_about_is_settled_by_sharing_it_in_the_morning(desk) -> None:
    log = desk.write({"kort": "half"}, draft=True, now=LATE).log
    shared = logs.share(log=log, now=local(24, 7, 30))
    assert shared.visible_at == local(24, 7, 30)
    assert asked(desk, local(24, 8)) == []


def test_an_ended_programme_shares_nothing_at_night_either(desk) -> None:
    log = desk.write({"kort": "half"}, now=LATE).log
    programme_deeds.stop(enrolment=desk.enrolment, by=desk.client, now=LATE)
    with pytest.raises(Refused):
        logs.share(log=log, now=LATE)
    assert date(2026, 11, 23) == desk.enrolment.local_day(LATE)
