"""Talks that cannot go on: after the end of a programme, and while who would have them is ill."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from icalendar import Calendar

from accounts import absence as absences
from accounts.refusal import Refused
from conversations import appointments, calling_off
from conversations.models import GOODBYE, Appointment
from notices.kinds import KINDS
from notices.models import Notice
from programme import enrolment as deeds
from programme import extension, feed, handover
from programme.models import Enrolment, Status
from tests import people
from tests.people import NOW
from tests.signed_in import body, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.engine]

THURSDAY = datetime(2026, 11, 26, 13, 30, tzinfo=UTC)
A_DAY = timedelta(days=1)


def plan(desk, starts_at: datetime = THURSDAY, **changes) -> Appointment:
    deed = {"enrolment": desk.enrolment, "member": desk.coach, "token": uuid4(), "minutes": 45, "where": "", "now": NOW}
    return appointments.plan(**deed | {"starts_at": starts_at} | changes)


def complete(desk, at: datetime = NOW) -> None:
    Enrolment.objects.filter(pk=desk.enrolment.pk).update(status=Status.COMPLETED, ended_at=at)


def test_when_somebody_stops_what_was_to_come_does_not_stand_from_that_moment(desk) -> None:
    planned = plan(desk)
    deeds.stop(enrolment=desk.enrolment, by=desk.client, now=NOW)

    assert not Appointment.objects.standing().exists()
    assert not any(KINDS[each.kind].wanted(each) for each in Notice.objects.filter(kind__in=["appointment", "appointment-near"]))
    client, coach = signed_in(desk.client, NOW), signed_in(desk.coach, NOW)
    for page in (client.get("/afspraken/"), coach.get(f"/praktijk/{desk.enrolment.uuid}/afspraken/")):
        assert "Gaat niet door" in body(page)
        assert "<s>Donderdag 26 november 2026, 14:30</s>" in body(page)
    assert "14:30" not in body(coach.get("/praktijk/agenda/"))
    assert coach.get(f"/praktijk/afspraak/{planned.pk}/").status_code == 404


def test_both_hear_of_it_once(desk) -> None:
    plan(desk), plan(desk, THURSDAY + A_DAY)
    deeds.stop(enrolment=desk.enrolment, by=desk.client, now=NOW)
    calling_off.after_the_end(NOW)
    calling_off.after_the_end(NOW + timedelta(minutes=5))

    mails = Notice.objects.filter(kind="appointment-off")
    assert [mail.recipient for mail in mails] == [desk.client] * 2
    assert all(KINDS[mail.kind].wanted(mail) for mail in mails)
    assert Notice.objects.get(kind=calling_off.BY_THE_END).recipient == desk.coach
    row = body(signed_in(desk.coach, NOW).get("/praktijk/"))
    assert "Een gesprek gaat niet door" in row
    assert f"/praktijk/{desk.enrolment.uuid}/afspraken/" in row


def test_what_began_before_the_end_was_had(desk) -> None:
    plan(desk)
    deeds.stop(enrolment=desk.enrolment, by=desk.client, now=THURSDAY + timedelta(minutes=10))

    assert Appointment.objects.standing().count() == 1
    assert calling_off.after_the_end(THURSDAY + timedelta(minutes=20)) == 0


def test_completing_keeps_the_goodbye_and_the_talk_after_four_weeks(desk) -> None:
    goodbye, check_in = plan(desk), plan(desk, NOW + timedelta(days=28))
    later = plan(desk, NOW + GOODBYE + timedelta(hours=3))
    complete(desk)
    calling_off.after_the_end(NOW)

    assert set(Appointment.objects.standing()) == {goodbye, check_in}
    later.refresh_from_db()
    assert later.cancelled_at == NOW


def test_what_is_planned_after_completing_stands_whenever_it_is(desk) -> None:
    complete(desk)
    planned = plan(desk, NOW + timedelta(days=90), now=NOW + timedelta(hours=1))

    assert calling_off.after_the_end(NOW + timedelta(hours=2)) == 0
    assert list(Appointment.objects.standing()) == [planned]


def test_more_time_before_the_sweep_came_by_takes_nothing_away(desk) -> None:
    plan(desk, NOW + timedelta(days=60))
    complete(desk)
    assert not Appointment.objects.standing().exists()
    extension.extend(enrolment=desk.enrolment, until=date(2027, 3, 1), by=desk.coach, now=NOW)

    assert calling_off.after_the_end(NOW) == 0
    assert Appointment.objects.standing().exists()


def test_the_hour_is_free_again_for_somebody_else(desk) -> None:
    plan(desk)
    deeds.stop(enrolment=desk.enrolment, by=desk.client, now=NOW)

    plan(desk, enrolment=people.enrolled(people.client("Daan Kok"), desk.coach))


def test_a_former_coach_hears_nothing(desk) -> None:
    plan(desk)
    new = people.coach("Joris Aalbers")
    handover.hand_over(enrolment=desk.enrolment, to=new, by=people.office(), now=NOW)
    deeds.stop(enrolment=desk.enrolment, by=desk.client, now=NOW)
    calling_off.after_the_end(NOW)

    assert Notice.objects.get(kind=calling_off.BY_THE_END).recipient == new


# --- Calendars ---
def in_calendar(content: bytes) -> list[tuple[datetime, str]]:
    return [(each["dtstart"].dt, str(each.get("status", ""))) for each in Calendar.from_ical(content).walk("VEVENT")]


def test_both_calendars_say_that_it_is_off_until_its_hour(desk) -> None:
    appointments.cancel(appointment=plan(desk), by=desk.coach, now=NOW)
    plan(desk, THURSDAY + A_DAY)
    secret = appointments.give_address(member=desk.coach, now=NOW).token
    anybody = signed_in(desk.client, NOW)
    mine = in_calendar(anybody.get(f"/agenda/praktijk/{secret}.ics").content)
    theirs = in_calendar(anybody.get(f"/agenda/{feed.give_address(enrolment=desk.enrolment, now=NOW).token}.ics").content)

    assert mine == [(THURSDAY, "CANCELLED"), (THURSDAY + A_DAY, "")]
    assert (THURSDAY, "CANCELLED") in theirs
    assert [status for _at, status in in_calendar(appointments_at(desk, THURSDAY))] == [""]


def appointments_at(desk, moment: datetime) -> bytes:
    return feed.written(appointments.events(appointments.of_member(desk.coach, moment), moment))


def test_the_calendar_of_a_programme_that_stopped_says_so_too(desk) -> None:
    plan(desk)
    deeds.stop(enrolment=desk.enrolment, by=desk.client, now=NOW)

    assert in_calendar(appointments_at(desk, NOW)) == [(THURSDAY, "CANCELLED")]


def test_what_was_called_off_in_another_tab_is_not_moved(desk) -> None:
    planned = plan(desk)
    appointments.cancel(appointment=planned, by=desk.coach, now=NOW)

    with pytest.raises(Refused, match="al afgezegd"):
        appointments.move(appointment=planned, by=desk.coach, starts_at=THURSDAY, minutes=30, where="", now=NOW)
    assert Notice.objects.filter(kind="appointment").count() == 1


# --- Ill ---
def test_on_days_of_illness_talks_are_called_off_and_lie_on_the_desk_on_the_day_back(desk) -> None:
    off = [plan(desk, NOW + timedelta(hours=2)), plan(desk, NOW + timedelta(days=1))]
    kept = plan(desk, THURSDAY)
    absence = absences.fall_ill(member=desk.coach, back_on=date(2026, 11, 26), now=NOW)
    assert [each.pk for each in calling_off.for_illness(absence=absence, now=NOW)] == [each.pk for each in off]

    assert list(Appointment.objects.standing()) == [kept]
    on_desk = Notice.objects.filter(kind=calling_off.BY_ILLNESS)
    assert {(each.recipient, each.due_at) for each in on_desk} == {(desk.coach, datetime(2026, 11, 26, 6, tzinfo=UTC))}
    assert Notice.objects.filter(kind="appointment-off", recipient=desk.client).count() == 2


def test_a_talk_that_has_begun_and_that_of_a_colleague_stay(desk) -> None:
    plan(desk, NOW + timedelta(minutes=5))
    colleague = people.coach("Joris Aalbers")
    people.cares_for(colleague, desk.client)
    plan(desk, NOW + timedelta(hours=3), member=colleague)
    later = NOW + timedelta(minutes=10)
    absence = absences.fall_ill(member=desk.coach, back_on=date(2026, 11, 26), now=later)

    assert calling_off.for_illness(absence=absence, now=later) == []
