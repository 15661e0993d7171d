"""The numbers of an answer day: one mail to a coach with something to do, and none to anybody else."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from accounts import absence
from accounts.models import Practice, Relation
from exercises import away, digest, on_top, reviews
from exercises.digest import Numbers
from notices.kinds import KINDS
from notices.mails import compose
from notices.models import Notice
from tests import people
from tests.people import NOW

pytestmark = pytest.mark.django_db

WEDNESDAY = datetime(2026, 11, 25, 8, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
A_DAY = timedelta(days=1)


def digests() -> list[Notice]:
    return list(Notice.objects.filter(kind="digest"))


def test_on_an_answer_day_from_the_hour_of_the_letters_on_there_is_one(desk) -> None:
    desk.share(), desk.share()
    for moment in (WEDNESDAY - A_DAY, WEDNESDAY - timedelta(minutes=1)):
        digest.post_due(moment)
    assert digests() == []
    for minutes in (0, 5, 300):
        digest.post_due(WEDNESDAY + timedelta(minutes=minutes))
    [notice] = digests()
    assert notice.recipient == desk.coach
    assert digest.numbers(desk.coach, WEDNESDAY) == Numbers(due=1, on_top=0, brake=0, untouched=0)


def test_with_nothing_to_say_there_is_none(desk) -> None:
    digest.post_due(WEDNESDAY)
    log = desk.share()
    draft = reviews.save_draft(enrolment=desk.enrolment, week=desk.week, author=desk.coach, logs=[log], text="Dag.", based_on=0, now=NOW)
    reviews.publish(review=draft.review, now=NOW)
    digest.post_due(WEDNESDAY)
    assert digests() == []


def test_what_was_done_before_it_left_is_not_told(desk) -> None:
    log = desk.share()
    digest.post_due(WEDNESDAY)
    [notice] = digests()
    with time_machine.travel(WEDNESDAY, tick=False):
        assert KINDS["digest"].wanted(notice)
        draft = reviews.save_draft(
            enrolment=desk.enrolment, week=desk.week, author=desk.coach, logs=[log], text="Dag.", based_on=0, now=WEDNESDAY
        )
        reviews.publish(review=draft.review, now=WEDNESDAY)
        assert not KINDS["digest"].wanted(notice)


def test_it_says_numbers_and_nobodys_name(desk) -> None:
    on_top.put_on_top(log=desk.share(), now=NOW)
    digest.post_due(WEDNESDAY)
    with time_machine.travel(WEDNESDAY, tick=False):
        mail = compose(digests()[0], WEDNESDAY)
    assert "Vandaag één week om te beantwoorden." in mail.body
    assert "Er is één ding bovenaan gelegd." in mail.body
    assert "Noor" not in str(mail.message())


def test_the_day_that_takes_the_place_of_an_answer_day_has_one_and_a_day_away_has_none(desk) -> None:
    desk.share()
    away.plan(member=desk.coach, starts_on=WEDNESDAY.date(), ends_on=WEDNESDAY.date() + A_DAY, now=NOW)
    digest.post_due(WEDNESDAY)
    assert digests() == []
    digest.post_due(WEDNESDAY + A_DAY)
    assert len(digests()) == 1
    assert absence.closed_for(desk.coach).away


def test_a_second_answer_day_has_one_too_and_who_no_longer_cares_has_none(desk) -> None:
    Practice.objects.update_or_create(pk=1, defaults={"second_answer_weekday": 0})
    on_top.put_on_top(log=desk.share(), now=NOW)
    people.coach("Joke Prins")
    digest.post_due(NOW + timedelta(hours=1))
    assert [notice.recipient for notice in digests()] == [desk.coach]
    Relation.objects.update(ends_at=NOW)
    digest.post_due(WEDNESDAY)
    assert len(digests()) == 1
