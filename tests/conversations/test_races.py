"""Planning, moving and sending at the same moment: on PostgreSQL, with a connection each."""

from datetime import timedelta
from itertools import pairwise

import pytest

from accounts.refusal import Refused
from cockpit import being_away
from conversations import appointments, messages
from conversations.models import Appointment, Message
from exercises import logs
from notices.models import Notice
from tests import people
from tests.exercises.test_races import at_once
from tests.people import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency, pytest.mark.postgres]
ROUNDS = 6
HOUR = timedelta(hours=1)


def test_nobody_is_planned_in_two_places_at_once(desk) -> None:
    other = people.enrolled(people.client("Bram Kuiper"), desk.coach)
    for turn in range(1, ROUNDS + 1):
        at = NOW + turn * 3 * HOUR
        found = at_once(
            *[
                lambda one=one, at=at + shift: appointments.plan(
                    enrolment=one, member=desk.coach, starts_at=at, minutes=60, where="", token=people.token(), now=NOW
                )
                for one, shift in ((desk.enrolment, 0 * HOUR), (other, HOUR / 2), (desk.enrolment, HOUR / 2))
            ]
        )
        assert 1 <= sum(isinstance(each, Refused) for each in found) <= 2
    standing = list(Appointment.objects.order_by("starts_at"))
    assert all(one.ends_at <= following.starts_at for one, following in pairwise(standing))


def test_moving_against_calling_off_tells_what_holds(desk) -> None:
    for turn in range(1, ROUNDS + 1):
        at = NOW + turn * 3 * HOUR
        how = {"enrolment": desk.enrolment, "member": desk.coach, "minutes": 30, "where": "", "now": NOW}
        planned = appointments.plan(**how, starts_at=at, token=people.token())
        found = at_once(
            lambda planned=planned: appointments.cancel(appointment=planned, by=desk.coach, now=NOW),
            lambda planned=planned, at=at: appointments.move(
                appointment=planned, by=desk.coach, starts_at=at + HOUR, minutes=30, where="", now=NOW + HOUR / 60
            ),
        )
        assert Notice.objects.filter(kind="appointment-off", about=str(planned.pk)).count() == 1
        moved = not any(isinstance(each, Refused) for each in found)
        assert Notice.objects.filter(kind="appointment", about=str(planned.pk)).count() == 1 + moved


def test_falling_ill_against_planning_and_sharing_waits_for_nobody_in_a_circle(desk) -> None:
    other = people.enrolled(people.client("Bram Kuiper"), desk.coach)
    for turn in range(1, ROUNDS + 1):
        at = NOW + timedelta(days=30 + turn)
        how = {"member": desk.coach, "starts_at": at, "minutes": 30, "where": "", "now": NOW}
        back_on = (NOW + timedelta(days=turn)).date()
        found = at_once(
            lambda back_on=back_on: being_away.fall_ill(member=desk.coach, starts_on=NOW.date(), back_on=back_on, now=NOW),
            lambda how=how: appointments.plan(enrolment=other, token=people.token(), **how),
            lambda how=how: appointments.plan(enrolment=desk.enrolment, token=people.token(), **how),
            lambda: messages.send(enrolment=other, author=other.client, text="Kan het later?", token=people.token(), now=NOW),
            lambda: logs.share(log=desk.write({"kort": "gedeeld"}).log, now=NOW),
        )
        assert sum(isinstance(each, Refused) for each in found) == 1, "one of the two talks at the same hour"


def test_a_message_and_its_answer_at_once_leave_nothing_unanswered_that_came_before(desk) -> None:
    for _round in range(ROUNDS):
        first = messages.send(enrolment=desk.enrolment, author=desk.client, text="Kan dinsdag?", token=people.token(), now=NOW)
        at_once(
            lambda: messages.send(enrolment=desk.enrolment, author=desk.coach, text="Ja.", token=people.token(), now=NOW),
            lambda: messages.send(enrolment=desk.enrolment, author=desk.client, text="Of woensdag?", token=people.token(), now=NOW),
        )
        first.refresh_from_db()
        assert first.answered_at == NOW
        Message.objects.unanswered().update(answered_at=NOW)
