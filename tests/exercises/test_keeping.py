"""Promises kept: the warning a day ahead, and what happens when an answer does not come. Each is told once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from exercises import keeping, logs, reviews
from exercises.models import Log, Why
from notices.kinds import KINDS
from notices.models import Channel, Notice
from programme import enrolment as deeds
from tests.people import MONDAY, NOW

pytestmark = pytest.mark.django_db

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WEDNESDAY = datetime(2026, 11, 25, 18, tzinfo=AMSTERDAM)
FRIDAY = datetime(2026, 11, 27, 18, tzinfo=AMSTERDAM)
SECOND = timedelta(seconds=1)


def answer(desk, log: Log, now: datetime, at: datetime | None = None) -> None:
    draft = reviews.save_draft(enrolment=desk.enrolment, week=desk.week, author=desk.coach, logs=[log], text="Dag.", based_on=0, now=now)
    reviews.publish(review=draft.review, now=now, at=at)


def told(kind: str) -> list[Notice]:
    return list(Notice.objects.filter(kind=kind))


def test_the_coach_is_warned_a_day_ahead_once_for_the_week(desk) -> None:
    desk.share(), desk.share()
    keeping.keep(WEDNESDAY - timedelta(hours=24) - SECOND)
    assert told("promise-near") == []
    for minutes in (0, 5, 600):
        keeping.keep(WEDNESDAY - timedelta(hours=24) + timedelta(minutes=minutes))
    [notice] = told("promise-near")
    assert (notice.recipient, notice.channel, notice.about) == (desk.coach, Channel.DESK, f"{desk.enrolment.pk}:1")


def test_what_is_answered_or_under_way_is_not_warned_of(desk) -> None:
    log = desk.share()
    answer(desk, log, NOW, at=WEDNESDAY - timedelta(hours=9))
    keeping.keep(WEDNESDAY - timedelta(hours=10))
    keeping.keep(WEDNESDAY + SECOND)
    assert not Notice.objects.filter(kind__in=["promise-near", "promise-missed", "answer-later"]).exists()
    log.refresh_from_db()
    assert (log.missed_at, log.repromised_at) == (None, None)


def test_a_miss_gets_a_new_day_and_the_first_promise_stays_as_the_record(desk) -> None:
    log = desk.share()
    for _twice in range(2):
        keeping.keep(WEDNESDAY + SECOND)
    log.refresh_from_db()
    assert (log.promised_at, log.repromised_at, log.missed_at, log.repromised_why) == (WEDNESDAY, FRIDAY, WEDNESDAY, Why.MISSED)
    [mail], [task] = told("answer-later"), told("promise-missed")
    assert (mail.recipient, mail.channel, task.recipient, task.channel) == (desk.client, Channel.MAIL, desk.coach, Channel.DESK)
    assert not KINDS["answer-later"].capped


def test_a_second_miss_has_no_third_day_and_tells_the_coach_again(desk) -> None:
    log = desk.share()
    keeping.keep(WEDNESDAY + SECOND)
    for _twice in range(2):
        keeping.keep(FRIDAY + SECOND)
    log.refresh_from_db()
    assert (log.repromised_at, log.missed_at) == (FRIDAY, FRIDAY)
    assert len(told("answer-later")) == 1
    assert len(told("promise-missed")) == 2


def test_a_worker_that_stood_still_for_a_week_promises_nothing_in_the_past(desk) -> None:
    log = desk.share()
    keeping.keep(WEDNESDAY + timedelta(days=7))
    log.refresh_from_db()
    assert (log.repromised_at, log.missed_at) == (FRIDAY, FRIDAY)
    assert told("answer-later") == []


def test_an_answer_that_arrives_after_its_day_has_that_moment_as_the_new_one(desk) -> None:
    log, arrives = desk.share(), datetime(2026, 11, 26, 8, 30, tzinfo=AMSTERDAM)
    answer(desk, log, WEDNESDAY - SECOND, at=arrives)
    keeping.keep(WEDNESDAY + SECOND)
    log.refresh_from_db()
    assert log.repromised_at == arrives


def test_what_was_taken_back_is_promised_nothing(desk) -> None:
    log = logs.withdraw(log=desk.share(), now=NOW)
    keeping.keep(WEDNESDAY + SECOND)
    log.refresh_from_db()
    assert (log.answer_by, log.missed_at, Notice.objects.filter(kind="promise-missed").count()) == (None, None, 0)


def test_a_pause_moves_no_promise(desk) -> None:
    log = desk.share()
    deeds.pause(enrolment=desk.enrolment, starts_on=MONDAY + timedelta(days=1), ends_on=MONDAY + timedelta(days=8), by=desk.client, now=NOW)
    log.refresh_from_db()
    assert (log.answer_by, log.repromised_at) == (WEDNESDAY, None)


def test_the_mail_of_a_new_day_drops_itself_when_the_answer_came_first(desk) -> None:
    log = desk.share()
    keeping.keep(WEDNESDAY + SECOND)
    [mail] = told("answer-later")
    with time_machine.travel(WEDNESDAY + SECOND, tick=False):
        assert KINDS["answer-later"].wanted(mail)
        assert KINDS["answer-later"].details(mail)["until"] == FRIDAY
        answer(desk, log, WEDNESDAY + SECOND)
        assert not KINDS["answer-later"].wanted(mail)
        assert not KINDS["promise-missed"].wanted(told("promise-missed")[0])
