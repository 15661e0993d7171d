"""Throwing away what is nobody else's: every text of it, really, and nothing that somebody else may already count on."""

import pytest

from accounts.models import AccessRecord
from accounts.refusal import Refused
from exercises import logs, reviews
from exercises.models import Log, LogVersion
from tests import people
from tests.exercises.test_night import JUST_BEFORE, LATE, MORNING
from tests.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def test_every_text_of_it_goes_and_nothing_else(desk) -> None:
    token = people.token()
    log = desk.write({"kort": "een"}, client_token=token).log
    desk.write({"kort": "twee"}, client_token=token, based_on=1, draft=True)
    other = desk.write({"kort": "een ander"})
    logs.discard(log=log, now=NOW, number=2)
    assert list(Log.objects.all()) == [other.log]
    assert list(LogVersion.objects.all()) == [other.version]
    assert not AccessRecord.objects.exists()


def test_twice_is_once(desk) -> None:
    log = desk.write({"kort": "een"}).log
    logs.discard(log=log, now=NOW)
    logs.discard(log=log, now=NOW)
    assert not Log.objects.exists()


def test_what_the_night_holds_goes_without_a_trace(desk) -> None:
    log = logs.share(log=desk.write({"kort": "laat"}, now=LATE).log, now=LATE)
    logs.discard(log=log, now=JUST_BEFORE, number=1)
    assert not Log.objects.exists()
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize("now", [NOW, MORNING])
def test_what_is_shared_is_taken_back_first(desk, now) -> None:
    log = logs.share(log=desk.write({"kort": "gedeeld"}).log, now=NOW)
    with pytest.raises(Refused):
        logs.discard(log=log, now=now)
    logs.discard(log=logs.withdraw(log=log, now=now), now=now)
    assert not Log.objects.exists()


def test_what_was_answered_stays_with_its_answer(desk) -> None:
    log = logs.share(log=desk.write({"kort": "gedeeld"}).log, now=NOW)
    made = reviews.save_draft(enrolment=desk.enrolment, week=desk.week, author=desk.coach, logs=[log], text="Dag.", based_on=0, now=NOW)
    reviews.publish(review=made.review, now=NOW)
    with pytest.raises(Refused):
        logs.discard(log=log, now=NOW)
    assert LogVersion.objects.exists()


def test_a_text_that_the_page_did_not_show_is_not_thrown_away(desk) -> None:
    token = people.token()
    log = desk.write({"kort": "een"}, client_token=token).log
    desk.write({"kort": "twee"}, client_token=token, based_on=1)
    with pytest.raises(Refused):
        logs.discard(log=log, now=NOW, number=1)
    assert LogVersion.objects.count() == 2


def test_what_was_thrown_away_is_neither_shared_nor_taken_back(desk) -> None:
    log = desk.write({"kort": "een"}).log
    gone = Log.objects.get(pk=log.pk)
    logs.discard(log=log, now=NOW)
    for deed in (logs.share, logs.withdraw):
        with pytest.raises(Refused):
            deed(log=gone, now=NOW)
