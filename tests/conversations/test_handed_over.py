"""An appointment outlives who planned it: their calendar forgets it, and who cares now can move it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from icalendar import Calendar

from accounts.models import User
from conversations import appointments
from conversations.models import Appointment
from programme.handover import hand_over
from tests import people
from tests.people import NOW
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db

THURSDAY = datetime(2026, 11, 26, 13, 30, tzinfo=UTC)


@pytest.fixture
def planned(desk) -> Appointment:
    deed = {"enrolment": desk.enrolment, "member": desk.coach, "token": uuid4(), "now": NOW}
    return appointments.plan(**deed, starts_at=THURSDAY, minutes=45, where="Kamer 2")


@pytest.fixture
def next_coach(desk, planned) -> User:
    coach = people.coach("Pim de Wit")
    hand_over(enrolment=desk.enrolment, to=coach, by=people.office(), now=NOW)
    return coach


def moments(member: User) -> list[datetime]:
    token = appointments.give_address(member=member, now=NOW).token
    content = signed_in(people.client("Sam Vos"), NOW).get(f"/agenda/praktijk/{token}.ics").content
    return [event.start for event in Calendar.from_ical(content).walk("VEVENT")]


def test_the_calendar_of_who_no_longer_cares_for_somebody_forgets_their_talks(desk, planned) -> None:
    assert moments(desk.coach) == [THURSDAY]
    hand_over(enrolment=desk.enrolment, to=people.coach("Pim de Wit"), by=people.office(), now=NOW)
    assert moments(desk.coach) == []


def test_who_takes_over_moves_a_talk_and_it_is_theirs(planned, next_coach) -> None:
    later = THURSDAY + timedelta(days=1)
    moved = appointments.move(appointment=planned, by=next_coach, starts_at=later, minutes=30, where="", now=NOW)
    assert (moved.member, Appointment.objects.get().member) == (next_coach, next_coach)
    assert moments(next_coach) == [later]


def test_a_talk_with_somebody_elses_client_stands_in_nobodys_way(desk, planned, next_coach) -> None:
    other = people.enrolled(people.client("Sam Vos"), desk.coach)
    deed = {"enrolment": other, "member": desk.coach, "token": uuid4(), "now": NOW}
    assert appointments.plan(**deed, starts_at=THURSDAY, minutes=45, where="").pk


def test_a_talk_that_a_standing_coach_planned_stays_theirs_when_a_stand_in_moves_it(desk, planned) -> None:
    standin = people.coach("Pim de Wit")
    people.cares_for(standin, desk.client)
    moved = appointments.move(appointment=planned, by=standin, starts_at=THURSDAY + timedelta(hours=1), minutes=30, where="", now=NOW)
    assert moved.member == desk.coach
