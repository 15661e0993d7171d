"""Who answers is away or ill: the promises of those days get a new one, openly, and nothing else moves."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import absence as absences
from accounts.models import Relation
from accounts.refusal import Refused
from exercises import away, keeping, logs
from exercises.models import Log, Why
from notices.kinds import KINDS
from notices.models import Notice
from programme.models import Release
from tests import people
from tests.exercises.desks import make_desk
from tests.people import NOW

pytestmark = pytest.mark.django_db

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WEDNESDAY = datetime(2026, 11, 25, 18, tzinfo=AMSTERDAM)
THURSDAY = WEDNESDAY + timedelta(days=1)
MORNING = WEDNESDAY - timedelta(hours=10)


def test_ill_today_gives_the_promise_of_today_a_new_day_and_tells_its_client_once(desk) -> None:
    log, other = desk.share(), make_desk("Ruben Smit")
    theirs = other.share()
    before = list(Release.objects.values("pk", "opens_at"))
    for _twice in range(2):
        away.fall_ill(member=desk.coach, back_on=date(2026, 11, 26), now=MORNING)
    log.refresh_from_db(), theirs.refresh_from_db()
    assert (log.promised_at, log.answer_by, log.repromised_why) == (WEDNESDAY, THURSDAY, Why.ILL)
    assert (theirs.answer_by, theirs.repromised_why) == (WEDNESDAY, "")
    [mail] = Notice.objects.filter(kind="coach-ill")
    assert (mail.recipient, KINDS["coach-ill"].capped, KINDS["coach-ill"].urgent) == (desk.client, False, False)
    assert list(Release.objects.values("pk", "opens_at")) == before, "weeks go on opening"


def test_every_promise_until_the_day_back_moves_and_a_later_one_stays(desk) -> None:
    log = desk.share()
    away.fall_ill(member=desk.coach, back_on=date(2026, 11, 30), now=MORNING)
    log.refresh_from_db()
    assert log.answer_by == datetime(2026, 11, 30, 18, tzinfo=AMSTERDAM)
    later = logs.share(log=desk.write({"kort": "nog iets"}).log, now=MORNING)
    assert later.answer_by == datetime(2026, 12, 2, 18, tzinfo=AMSTERDAM)
    away.fall_ill(member=desk.coach, back_on=date(2026, 12, 1), now=MORNING)
    later.refresh_from_db()
    assert later.answer_by == datetime(2026, 12, 2, 18, tzinfo=AMSTERDAM)


def test_nobody_is_mailed_who_has_no_promise_on_those_days(desk) -> None:
    away.fall_ill(member=desk.coach, back_on=date(2026, 11, 26), now=MORNING)
    assert not Notice.objects.filter(kind="coach-ill").exists()


def test_a_holiday_moves_what_it_touches_without_a_mail(desk) -> None:
    log = desk.share()
    away.plan(member=desk.coach, starts_on=date(2026, 11, 25), ends_on=date(2026, 11, 30), now=NOW)
    log.refresh_from_db()
    assert (log.answer_by, log.repromised_why) == (datetime(2026, 11, 30, 18, tzinfo=AMSTERDAM), Why.AWAY)
    assert not Notice.objects.filter(kind="coach-ill").exists()


def test_what_a_stand_in_answers_does_not_move(desk) -> None:
    log, stand_in = desk.share(), people.coach("Jip Smit")
    Relation.objects.create(client=desk.client, member=stand_in, role="cover", starts_at=NOW - timedelta(days=1))
    away.fall_ill(member=desk.coach, back_on=date(2026, 11, 26), now=MORNING)
    log.refresh_from_db()
    assert log.answer_by == WEDNESDAY
    away.fall_ill(member=stand_in, back_on=date(2026, 11, 26), now=MORNING)
    log.refresh_from_db()
    assert log.answer_by == THURSDAY


def test_what_was_shared_while_the_absence_was_written_moves_at_the_next_sweep(desk) -> None:
    log = desk.share()
    absences.plan(member=desk.coach, starts_on=date(2026, 11, 25), ends_on=date(2026, 11, 26), now=NOW)
    for _twice in range(2):
        away.keep(NOW)
    log.refresh_from_db()
    assert (log.answer_by, log.promised_at) == (THURSDAY, WEDNESDAY)


def test_a_new_day_that_passes_too_is_missed_like_a_first(desk) -> None:
    log = desk.share()
    away.fall_ill(member=desk.coach, back_on=date(2026, 11, 26), now=MORNING)
    keeping.keep(THURSDAY + timedelta(seconds=1))
    log.refresh_from_db()
    assert (log.missed_at, log.answer_by, log.repromised_why) == (THURSDAY, datetime(2026, 11, 30, 18, tzinfo=AMSTERDAM), Why.MISSED)


def test_an_odd_day_back_is_refused_and_moves_nothing(desk) -> None:
    log = desk.share()
    with pytest.raises(Refused):
        away.fall_ill(member=desk.coach, back_on=date(2026, 11, 25), now=MORNING)
    log.refresh_from_db()
    assert log.repromised_at is None


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 12)), min_size=1, max_size=3))
def test_whatever_is_planned_no_promise_stands_on_a_day_away_and_none_comes_earlier(desk, spans) -> None:
    Log.objects.update(shared_version=None)
    desk.coach.absences.all().delete()
    log = desk.share()
    first = log.promised_at
    for begins, days in spans:
        starts_on = date(2026, 11, 23) + timedelta(days=begins)
        try:
            away.plan(member=desk.coach, starts_on=starts_on, ends_on=starts_on + timedelta(days=days), now=NOW)
        except Refused:
            continue
    log.refresh_from_db()
    assert log.promised_at == first
    assert log.answer_by >= first
    assert log.answer_by.astimezone(AMSTERDAM).date() not in absences.closed_for(desk.coach)
