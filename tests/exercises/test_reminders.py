"""Day 3 at 19:00, day 6 at 17:00, then the coach: only for a week in which nothing was touched, never in a pause."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Practice, Relation
from exercises import reminders
from notices.kinds import KINDS
from notices.models import Channel, Notice
from programme.models import Enrolment, Pause, Release, Status
from programme.release import open_due
from tests import people
from tests.exercises.desks import make_desk

pytestmark = [pytest.mark.django_db, pytest.mark.engine]

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
STARTS = date(2026, 11, 30)  # a Monday


def at(day: int, hour: int, minute: int = 0, zone: ZoneInfo = AMSTERDAM, starts: date = STARTS) -> datetime:
    """The moment of a local hour so many days after the first week opened."""
    return datetime.combine(starts + timedelta(days=day), datetime.min.time(), zone).replace(hour=hour, minute=minute).astimezone(UTC)


def following(zone: str = "Europe/Amsterdam", name: str = "Noor Visser", starts: date = STARTS) -> Enrolment:
    """A client whose first week opens on `starts`, enrolled a week before."""
    return people.enrolled(people.client(name), people.coach(), starts_on=starts, zone=zone, now=at(-7, 9, starts=starts))


def sweep(now: datetime) -> None:
    open_due(now, catch_up=True)
    reminders.remind(now)


def told() -> list[str]:
    return sorted(Notice.objects.filter(kind__in=["day-3", "day-6", "untouched"]).values_list("kind", flat=True))


def touch(enrolment: Enrolment, number: int = 1, now: datetime | None = None) -> None:
    now = now or at(0, 12)
    week = enrolment.programme.weeks.get(number=number)
    exercise = week.exercises.first()
    open_due(now, catch_up=True)
    from exercises.logs import write  # noqa: PLC0415 - beside its use

    write(enrolment=enrolment, exercise=exercise, week=week, answers={}, based_on=0, draft=True, client_token=people.token(), now=now)


@pytest.mark.parametrize(
    ("day", "hour", "minute", "kinds"),
    [
        (0, 12, 0, []),
        (3, 18, 59, []),
        (3, 19, 0, ["day-3"]),
        (4, 18, 59, ["day-3"]),  # a worker that was away for a day still tells
        (4, 19, 0, []),  # but not later
        (6, 16, 59, []),
        (6, 17, 0, ["day-6", "untouched"]),
    ],
)
def test_each_step_is_taken_at_its_local_hour_or_within_a_day(day, hour, minute, kinds) -> None:
    following()
    sweep(at(day, hour, minute))
    assert told() == kinds


def test_a_week_that_nobody_touches_gives_two_mails_and_one_task_however_often_it_runs() -> None:
    enrolment = following()
    for day in range(7):
        for hour in range(24):
            sweep(at(day, hour))
    assert told() == ["day-3", "day-6", "untouched"]
    task = Notice.objects.get(kind="untouched")
    assert task.channel == Channel.DESK
    assert task.recipient == Relation.objects.get(client=enrolment.client).member
    assert task.due_at == at(7, 9), "the next working day at nine"
    assert task.about == f"{enrolment.pk}:1"


def test_who_touched_the_week_hears_nothing() -> None:
    touch(following())
    for day in (3, 6):
        sweep(at(day, 20))
    assert told() == []


def test_a_draft_in_another_week_does_not_count() -> None:
    enrolment = following()
    touch(enrolment)
    sweep(at(7 + 3, 19))
    assert Notice.objects.filter(kind="day-3", key=f"{enrolment.pk}:2").exists()


def test_in_a_pause_nobody_hears_anything() -> None:
    enrolment = following()
    day = STARTS + timedelta(days=2)
    Pause.objects.create(enrolment=enrolment, starts_on=day, ends_on=day + timedelta(days=7), by=enrolment.client, made_at=at(0, 9))
    for day_number in (3, 6):
        sweep(at(day_number, 20))
    assert told() == []


@pytest.mark.parametrize("status", [Status.COMPLETED, Status.WITHDRAWN, Status.PENDING])
def test_who_is_not_active_hears_nothing(status) -> None:
    following()
    open_due(at(0, 8), catch_up=True)
    Enrolment.objects.update(status=status)
    sweep(at(3, 19))
    assert told() == []


def test_only_the_latest_week_is_reminded_of() -> None:
    enrolment = following()
    open_due(at(0, 8), catch_up=True)
    Release.objects.filter(enrolment=enrolment, week__number=2).update(opened_at=at(2, 8), opens_at=at(2, 8))
    sweep(at(3, 19))
    assert told() == []


def test_after_two_untouched_weeks_only_the_coach_hears() -> None:
    enrolment = following()
    for day in (3, 6, 10, 13, 17, 20):
        sweep(at(day, 19))
    assert [Notice.objects.filter(kind=kind).count() for kind in ("day-3", "day-6", "untouched")] == [2, 2, 3]
    assert reminders.remind(at(20, 20)) == 0, "what was told is not found again"
    assert not Notice.objects.filter(recipient=enrolment.client, key=f"{enrolment.pk}:3", kind__startswith="day").exists()


def test_one_touched_week_in_between_begins_the_count_again() -> None:
    enrolment = following()
    sweep(at(3, 19))
    touch(enrolment, 2, at(8, 12))
    sweep(at(17, 19))
    assert Notice.objects.filter(kind="day-3", key=f"{enrolment.pk}:3").exists()


def test_weeks_that_were_past_when_somebody_began_say_nothing() -> None:
    began = at(28, 9)
    enrolment = people.enrolled(people.client(), people.coach(), starts_on=STARTS, now=began)
    open_due(began, catch_up=True)
    sweep(at(28 + 3, 19))
    assert Notice.objects.filter(kind="day-3", key=f"{enrolment.pk}:5").exists()


def test_a_stand_in_gets_the_task() -> None:
    enrolment = following()
    joke = people.coach("Joke Prins")
    Relation.objects.create(client=enrolment.client, member=joke, role=Relation.Role.COVER, starts_at=at(0, 9))
    sweep(at(6, 17))
    assert Notice.objects.get(kind="untouched").recipient == joke


def test_without_a_coach_the_client_is_still_reminded() -> None:
    following()
    Relation.objects.update(ends_at=at(1, 9))
    sweep(at(6, 17))
    assert told() == ["day-6"]


@given(
    zone=st.sampled_from(
        ["Europe/Amsterdam", "Europe/Lisbon", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]
    ),
    monday=st.integers(0, 60),
    step=st.sampled_from(reminders.STEPS),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_step_comes_at_its_hour_on_the_clients_own_clock(zone, monday, step) -> None:
    starts = date(2026, 1, 5) + timedelta(weeks=monday)
    enrolment = following(zone, starts=starts)
    moment = at(step.day, step.hour, zone=ZoneInfo(zone), starts=starts)
    open_due(moment, catch_up=True)
    early = reminders.candidates(step, zone, moment - timedelta(seconds=1))
    due = reminders.candidates(step, zone, moment)
    late = reminders.candidates(step, zone, moment + timedelta(hours=22))
    over = reminders.candidates(step, zone, moment + timedelta(hours=26))
    key = f"{enrolment.pk}:1"
    assert [key in {week.key for week in weeks} for weeks in (early, due, late, over)] == [False, True, True, False]
    Enrolment.objects.filter(pk=enrolment.pk).update(status=Status.WITHDRAWN)


def test_it_costs_the_same_for_one_and_for_five(django_assert_num_queries) -> None:
    following()
    open_due(at(6, 17), catch_up=True)
    with django_assert_num_queries(9):
        reminders.remind(at(6, 17))
    for name in ("Ruben Smit", "Amal Benali", "Wim de Wit", "Femke Bos", "Tom Vos"):
        following(name=name)
    open_due(at(6, 17), catch_up=True)
    with django_assert_num_queries(9):
        reminders.remind(at(6, 17, 5))
    assert Notice.objects.filter(kind="day-6").count() == 6


@pytest.mark.parametrize("kind", ["day-3", "day-6", "untouched"])
def test_it_is_asked_again_at_sending_whether_it_is_still_wanted(kind) -> None:
    enrolment = following()
    sweep(at(3, 19))
    sweep(at(6, 17))
    notice = Notice.objects.get(kind=kind)
    with time_machine.travel(at(6, 18), tick=False):
        assert KINDS[kind].wanted(notice)
        touch(enrolment)
        assert not KINDS[kind].wanted(notice)


@pytest.mark.parametrize("change", ["paused", "ended", "gone", "next week open"])
def test_a_reminder_is_dropped_when_things_changed_meanwhile(change) -> None:
    enrolment = following()
    sweep(at(3, 19))
    notice = Notice.objects.get(kind="day-3")
    today = STARTS + timedelta(days=3)
    if change == "paused":
        Pause.objects.create(
            enrolment=enrolment, starts_on=today, ends_on=today + timedelta(days=7), by=enrolment.client, made_at=at(3, 19)
        )
    elif change == "ended":
        Enrolment.objects.update(status=Status.WITHDRAWN)
    elif change == "gone":
        Practice.objects.update_or_create(pk=1, defaults={"is_demo": True})  # what was done to a real person's dates stays
        Enrolment.objects.all().delete()
    else:
        open_due(at(7, 8), catch_up=True)
    with time_machine.travel(at(3, 20), tick=False):
        assert not KINDS["day-3"].wanted(notice)


def test_a_mail_says_a_number_and_an_address_and_nothing_else() -> None:
    following()
    sweep(at(3, 19))
    assert KINDS["day-3"].details(Notice.objects.get(kind="day-3")) == {"number": 1, "url": "http://localhost:8000/week/1/"}


def test_two_desks_do_not_mix() -> None:
    desk, other = make_desk(), make_desk("Ruben Smit")
    sweep(datetime(2026, 11, 29, 16, 0, tzinfo=UTC))
    for each in (desk, other):
        assert Notice.objects.get(kind="untouched", recipient=each.coach).about == f"{each.enrolment.pk}:1"
