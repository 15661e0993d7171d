"""Talks that the coach plans: one place at a time, told without content, in both calendars without a name."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from icalendar import Calendar

from accounts.models import User
from accounts.refusal import Refused
from conversations import appointments
from conversations.models import Appointment
from notices.kinds import KINDS
from notices.models import Notice
from programme import enrolment as deeds
from programme import feed
from tests import people
from tests.conversations.pages import PLANTED, token_in
from tests.people import NOW
from tests.signed_in import body, signed_in

pytestmark = pytest.mark.django_db

THURSDAY = datetime(2026, 11, 26, 13, 30, tzinfo=UTC)


def plan(desk, starts_at=THURSDAY, minutes=45, where="https://bellen.example/kamer", **changes) -> Appointment:
    deed = {"enrolment": desk.enrolment, "member": desk.coach, "token": uuid4(), "now": NOW}
    return appointments.plan(**deed | {"starts_at": starts_at, "minutes": minutes, "where": where} | changes)


def test_the_client_is_told_now_and_the_day_before(desk) -> None:
    plan(desk)
    told = {notice.kind: notice.due_at for notice in Notice.objects.filter(recipient=desk.client, kind__startswith="appointment")}

    assert told == {"appointment": NOW, "appointment-near": THURSDAY - timedelta(hours=24)}


def test_one_that_is_tomorrow_already_is_told_once(desk) -> None:
    plan(desk, NOW + timedelta(hours=20))

    assert set(Notice.objects.filter(kind__startswith="appointment").values_list("kind", flat=True)) == {"appointment"}


def test_a_moved_talk_tells_anew_and_the_old_reminder_is_no_longer_wanted(desk) -> None:
    planned, later = plan(desk), NOW + timedelta(hours=1)
    [old] = Notice.objects.filter(kind="appointment-near")
    appointments.move(appointment=planned, by=desk.coach, starts_at=THURSDAY + timedelta(days=1), minutes=30, where="", now=later)

    assert not KINDS["appointment-near"].wanted(old)
    [new] = Notice.objects.filter(kind="appointment-near").exclude(pk=old.pk)
    assert KINDS["appointment-near"].wanted(new)
    assert Notice.objects.filter(kind="appointment").count() == 2


def test_one_that_is_called_off_reminds_nobody(desk) -> None:
    planned = plan(desk)
    appointments.cancel(appointment=planned, by=desk.coach, now=NOW)
    appointments.cancel(appointment=planned, by=desk.coach, now=NOW)

    assert not any(KINDS[notice.kind].wanted(notice) for notice in Notice.objects.filter(kind__in=["appointment", "appointment-near"]))
    assert Notice.objects.filter(kind="appointment-off").count() == 1
    assert not Appointment.objects.of(desk.enrolment).coming(NOW).exists()


@pytest.mark.parametrize(("moved", "minutes"), [(0, 45), (-30, 45), (44, 10), (10, 5), (-100, 240)])
def test_nobody_is_planned_in_two_places_at_once(desk, moved: int, minutes: int) -> None:
    plan(desk)
    other = people.enrolled(people.client("Daan Kok"), desk.coach)

    with pytest.raises(Refused, match="14:30"):
        plan(desk, THURSDAY + timedelta(minutes=moved), minutes, enrolment=other)


def test_one_after_the_other_is_fine(desk) -> None:
    plan(desk)
    plan(desk, THURSDAY + timedelta(minutes=45))
    plan(desk, THURSDAY - timedelta(minutes=20), 20)

    assert Appointment.objects.count() == 3


@pytest.mark.parametrize(("starts_at", "minutes"), [(NOW, 45), (NOW - timedelta(days=1), 45), (THURSDAY, 4), (THURSDAY, 481)])
def test_what_cannot_be_is_refused(desk, starts_at: datetime, minutes: int) -> None:
    with pytest.raises(Refused):
        plan(desk, starts_at, minutes)
    assert not Appointment.objects.exists()


def test_a_stranger_plans_and_moves_nothing(desk) -> None:
    planned, stranger = plan(desk), people.coach("Ilse Anders")

    with pytest.raises(Refused):
        plan(desk, THURSDAY + timedelta(days=1), member=stranger)
    with pytest.raises(Refused):
        appointments.cancel(appointment=planned, by=stranger, now=NOW)
    assert signed_in(stranger, NOW).get(f"/praktijk/afspraak/{planned.pk}/").status_code == 404


def test_once_begun_it_stays_as_it_was(desk) -> None:
    planned = plan(desk)

    with pytest.raises(Refused, match="begonnen"):
        appointments.cancel(appointment=planned, by=desk.coach, now=THURSDAY)


def test_after_stopping_nothing_is_planned(desk) -> None:
    deeds.stop(enrolment=desk.enrolment, by=desk.client, now=NOW)

    with pytest.raises(Refused):
        plan(desk)


# --- Pages ---
def posted(html: str, **changes: str) -> dict[str, str]:
    return {"token": token_in(html), "starts_at_0": "2026-11-26", "starts_at_1": "14:30", "minutes": "45", "where": PLANTED} | changes


def test_the_coach_plans_and_the_client_sees_when_and_where(desk) -> None:
    coach, at = signed_in(desk.coach, NOW), f"/praktijk/{desk.enrolment.uuid}/afspraken/"
    sent = posted(body(coach.get(at)))
    assert coach.post(at, sent).status_code == 302
    coach.post(at, sent)
    [planned] = Appointment.objects.all()

    assert planned.starts_at == THURSDAY
    client = body(signed_in(desk.client, NOW).get("/afspraken/"))
    assert PLANTED in client
    assert "14:30" in client
    assert PLANTED in body(coach.get(f"/praktijk/afspraak/{planned.pk}/"))
    assert desk.client.name in body(coach.get("/praktijk/agenda/"))


@pytest.mark.parametrize(
    ("day", "hour"),
    [("", ""), ("2026-02-30", "10:00"), ("morgen", "10:00"), ("2026-11-26", "25:00"), ("0000-01-01", "10:00"), ("2027-03-28", "02:30")],
)
def test_a_moment_that_does_not_exist_is_refused_and_loses_nothing(desk, day: str, hour: str) -> None:
    coach, at = signed_in(desk.coach, NOW), f"/praktijk/{desk.enrolment.uuid}/afspraken/"
    response = coach.post(at, posted(body(coach.get(at)), starts_at_0=day, starts_at_1=hour))

    assert response.status_code == 422
    assert PLANTED in body(response)
    assert not Appointment.objects.exists()


def test_moving_and_calling_off_from_the_page(desk) -> None:
    planned, coach = plan(desk, minutes=50), signed_in(desk.coach, NOW)
    at = f"/praktijk/afspraak/{planned.pk}/"
    assert coach.post(at, posted(body(coach.get(at)), starts_at_1="16:00", minutes="50", deed="move")).status_code == 302
    planned.refresh_from_db()
    assert planned.starts_at == THURSDAY + timedelta(minutes=90)
    coach.post(at, {"deed": "cancel"})

    assert coach.get(at).status_code == 404
    assert "niets gepland" in body(coach.get(f"/praktijk/{desk.enrolment.uuid}/afspraken/"))


# --- Calendars ---
def events(content: bytes) -> list[tuple[str, datetime]]:
    return [(str(each["summary"]), each["dtstart"].dt) for each in Calendar.from_ical(content).walk("VEVENT")]


def test_both_calendars_have_the_moment_and_no_name(desk) -> None:
    plan(desk, where=PLANTED)
    coach = signed_in(desk.coach, NOW)
    coach.post("/praktijk/agenda/adres/")
    mine = coach.get(f"/agenda/praktijk/{User.objects.get(pk=desk.coach.pk).agenda.token}.ics").content
    theirs = signed_in(desk.client, NOW).get(f"/agenda/{feed.give_address(enrolment=desk.enrolment, now=NOW).token}.ics").content

    assert events(mine) == [("Afspraak", THURSDAY)]
    assert ("Afspraak", THURSDAY) in events(theirs)
    assert len(events(theirs)) == 13
    for content in (mine, theirs):
        assert not any(word in content.decode() for word in (PLANTED, "Noor", "Marit", "traject"))


def test_an_address_that_stopped_shows_nothing(desk) -> None:
    coach = signed_in(desk.coach, NOW)
    coach.post("/praktijk/agenda/adres/")
    at = f"/agenda/praktijk/{User.objects.get(pk=desk.coach.pk).agenda.token}.ics"
    assert coach.get(at).status_code == 200
    coach.post("/praktijk/agenda/adres/")

    assert coach.get(at).status_code == 404
    coach.post("/praktijk/agenda/adres/weg/")
    assert not hasattr(User.objects.get(pk=desk.coach.pk), "agenda")


def test_the_calendar_of_who_no_longer_works_here_is_gone(desk) -> None:
    token = appointments.give_address(member=desk.coach, now=NOW).token
    desk.coach.is_active = False
    desk.coach.save(update_fields=["is_active"])

    assert signed_in(desk.client, NOW).get(f"/agenda/praktijk/{token}.ics").status_code == 404
