"""The notices of this room say a number, an address and who answered; never a word or a title."""

import pytest

from exercises import logs, reviews
from notices.kinds import KINDS
from notices.models import Notice
from tests.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(desk) -> Notice:
    log = logs.share(log=desk.write({"kort": "De reiger"}).log, now=NOW)
    draft = reviews.save_draft(enrolment=desk.enrolment, week=desk.week, author=desk.coach, logs=[log], text="Dag.", based_on=0, now=NOW)
    reviews.publish(review=draft.review, now=NOW)
    return Notice.objects.get(kind="answer-arrived")


def test_an_answer_says_who_answered_and_where_to_read_it(notice) -> None:
    assert KINDS["answer-arrived"].details(notice) == {"number": 1, "url": "http://localhost:8000/vandaag/", "coach": "Marit"}


def test_an_answer_that_is_gone_is_not_told_of(notice) -> None:
    assert KINDS["answer-arrived"].wanted(notice)
    notice.key = "00000000-0000-4000-8000-000000000000"
    assert not KINDS["answer-arrived"].wanted(notice)


def test_an_answer_waits_for_no_cap() -> None:
    assert not KINDS["answer-arrived"].capped
    assert KINDS["answer-arrived"].label


def test_the_desk_task_has_no_switch() -> None:
    assert KINDS["untouched"].label is None
