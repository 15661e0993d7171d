"""One coach at a time: who comes back to another coach, and who is handed over with something asked."""

from datetime import timedelta

import pytest

from accounts.access import cares_for, coach_of
from accounts.models import User
from conversations import notes
from notices.models import Channel, Notice
from programme import contact
from programme import enrolment as whole
from programme.handover import hand_over
from programme.models import Enrolment, Status
from tests import people
from tests.people import MONDAY, NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=200)


def again(enrolment: Enrolment, coach: User) -> Enrolment:
    invited_on = MONDAY + timedelta(days=210)
    return whole.enrol(client=enrolment.client, programme=enrolment.programme, coach=coach, starts_on=invited_on, by=None, now=LATER)


def test_who_comes_back_to_another_coach_is_read_by_that_one_alone() -> None:
    first, second = people.coach(), people.coach("Pim de Wit")
    enrolment = people.enrolled(people.client(), first)
    Enrolment.objects.filter(pk=enrolment.pk).update(status=Status.COMPLETED, ended_at=NOW)
    again(enrolment, second)
    assert coach_of(enrolment.client, LATER) == second
    assert not cares_for(first, enrolment.client, LATER)


def test_who_comes_back_to_the_same_coach_keeps_them() -> None:
    coach = people.coach()
    enrolment = people.enrolled(people.client(), coach)
    Enrolment.objects.filter(pk=enrolment.pk).update(status=Status.COMPLETED, ended_at=NOW)
    again(enrolment, coach)
    assert cares_for(coach, enrolment.client, LATER)


def test_who_follows_two_programmes_keeps_both_coaches() -> None:
    first, second = people.coach(), people.coach("Pim de Wit")
    enrolment = people.enrolled(people.client(), first)
    other = people.programme(slug="vervolg")
    whole.enrol(client=enrolment.client, programme=other, coach=second, starts_on=MONDAY, by=None, now=NOW)
    assert cares_for(first, enrolment.client, NOW)
    assert cares_for(second, enrolment.client, NOW)


@pytest.mark.parametrize("ask", [contact.ask, notes.ask_for_file])
def test_what_somebody_asked_goes_along_to_who_takes_over(ask) -> None:
    first, second = people.coach(), people.coach("Pim de Wit")
    enrolment = people.enrolled(people.client(), first)
    ask(enrolment=enrolment, now=NOW)
    hand_over(enrolment=enrolment, to=second, by=people.office(), now=NOW + timedelta(hours=1))
    waits = Notice.objects.waiting().filter(channel=Channel.DESK)
    assert [each.recipient for each in waits] == [second]


def test_what_was_done_already_does_not_come_back() -> None:
    first, second = people.coach(), people.coach("Pim de Wit")
    enrolment = people.enrolled(people.client(), first)
    contact.ask(enrolment=enrolment, now=NOW)
    Notice.objects.filter(channel=Channel.DESK).update(sent_at=NOW)
    hand_over(enrolment=enrolment, to=second, by=people.office(), now=NOW + timedelta(hours=1))
    assert not Notice.objects.waiting().filter(channel=Channel.DESK).exists()
