"""Messages whose answer was promised for a day on which nobody is there: a new day, shown, and mailed when it is sudden."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from accounts import absence as absences
from accounts.models import Absence, Relation
from conversations import messages, new_days
from conversations.models import Message
from notices import delivery
from notices.kinds import KINDS
from notices.models import Notice
from tests import people
from tests.people import NOW
from tests.signed_in import body, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.engine]

# Two working days after the Monday.
WEDNESDAY = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
WORDS = "Kan het gesprek een uur later?"


def send(desk, now: datetime = NOW, **changes) -> Message:
    deed = {"enrolment": desk.enrolment, "author": desk.client, "text": WORDS, "token": people.token(), "now": now}
    return messages.send(**deed | changes)


def ill_until(desk, back_on: date, now: datetime = NOW) -> Absence:
    return absences.fall_ill(member=desk.coach, back_on=back_on, now=now)


def test_a_promise_of_a_day_of_illness_gets_the_first_day_back_and_the_first_stays_on_record(desk) -> None:
    message = send(desk)
    assert message.answer_by == WEDNESDAY
    moved = new_days.move(absence=ill_until(desk, date(2026, 11, 27)), now=NOW)
    message.refresh_from_db()

    assert [enrolment.pk for enrolment in moved] == [desk.enrolment.pk]
    assert (message.promised_at, message.repromised_at) == (WEDNESDAY, datetime(2026, 11, 27, 17, tzinfo=UTC))
    assert "uiterlijk vrijdag 27 november antwoord" in body(signed_in(desk.client, NOW).get("/berichten/"))
    assert "27 november" in body(signed_in(desk.coach, NOW).get("/praktijk/"))


def test_who_writes_again_is_not_moved_back_nor_forward(desk) -> None:
    send(desk)
    new_days.move(absence=ill_until(desk, date(2026, 11, 27)), now=NOW)

    assert send(desk, NOW + timedelta(minutes=1)).answer_by == datetime(2026, 11, 27, 17, tzinfo=UTC)


@pytest.mark.parametrize("back_on", [date(2026, 11, 24), date(2026, 11, 25)])
def test_a_promise_after_the_illness_stays(desk, back_on: date) -> None:
    message = send(desk)

    assert new_days.move(absence=ill_until(desk, back_on), now=NOW) == []
    message.refresh_from_db()
    assert message.repromised_at is None


def test_what_a_stand_in_answers_is_not_moved(desk) -> None:
    message = send(desk)
    Relation.objects.create(client=desk.client, member=people.coach("Joris Aalbers"), role="cover", starts_at=NOW)
    new_days.move(absence=ill_until(desk, date(2026, 11, 27)), now=NOW)

    message.refresh_from_db()
    assert message.repromised_at is None


def test_what_was_answered_or_set_aside_is_not_moved(desk) -> None:
    send(desk)
    messages.set_aside(enrolment=desk.enrolment, by=desk.coach, now=NOW)

    assert new_days.move(absence=ill_until(desk, date(2026, 11, 27)), now=NOW) == []


def test_the_mail_has_the_new_day_and_no_word_and_goes_only_while_it_waits(desk) -> None:
    send(desk)
    absence = ill_until(desk, date(2026, 11, 27))
    new_days.tell(enrolments=new_days.move(absence=absence, now=NOW), absence=absence, now=NOW)
    new_days.tell(enrolments=[desk.enrolment], absence=absence, now=NOW)
    [notice] = Notice.objects.filter(kind=new_days.LATER)
    Notice.objects.exclude(pk=notice.pk).delete()
    delivery.deliver_batch(NOW)
    [sent] = mail.outbox

    assert "Marit is ziek. Het antwoord op je bericht komt uiterlijk vrijdag 27 november om 18:00." in sent.body
    assert WORDS not in sent.body + sent.subject
    assert KINDS[new_days.LATER].wanted(notice)
    messages.send(enrolment=desk.enrolment, author=desk.coach, text="Ja hoor.", token=people.token(), now=NOW)
    assert not KINDS[new_days.LATER].wanted(notice)


def test_what_was_promised_while_a_holiday_was_planned_is_moved_by_the_sweep(desk) -> None:
    message = send(desk)
    Absence.objects.create(member=desk.coach, starts_on=date(2026, 11, 25), ends_on=date(2026, 11, 30), made_at=NOW)
    new_days.keep(NOW)
    new_days.keep(NOW)

    message.refresh_from_db()
    assert message.repromised_at == datetime(2026, 11, 30, 17, tzinfo=UTC)
