"""The calendar of openings: a secret address that tells days and nothing else, and that can be stopped."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from accounts.refusal import Refused
from programme import enrolment as enrolments
from programme import feed, release
from programme.models import CalendarFeed, Change, Release
from tests.journey.pages import counted, read
from tests.people import MONDAY, NOW

pytestmark = pytest.mark.django_db

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def address(desk) -> str:
    return at(feed.give_address(enrolment=desk.enrolment, now=NOW))


def at(given: CalendarFeed) -> str:
    return f"/agenda/{given.token}.ics"


def events(address: str) -> list:
    answer = Client().get(address)
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def starts(address: str) -> list[datetime]:
    return [event["dtstart"].dt for event in events(address)]


def test_it_has_the_twelve_openings_at_their_moment(desk, address) -> None:
    found = starts(address)

    assert found == list(Release.objects.of(desk.enrolment).order_by("week__number").values_list("opens_at", flat=True))
    assert len(found) == 12
    assert all(moment.utcoffset() == timedelta(0) for moment in found)


def test_a_clock_change_moves_no_opening_off_its_hour(desk) -> None:
    enrolments.restart(enrolment=desk.enrolment, starts_on=MONDAY + timedelta(weeks=11), by=desk.coach, now=NOW)
    found = starts(at(feed.give_address(enrolment=desk.enrolment, now=NOW)))

    assert {moment.astimezone(AMSTERDAM).hour for moment in found} == {7}
    # Winter time at first, and from 28 March 2027 summer time.
    assert {moment.hour for moment in found} == {6, 5}


def test_it_tells_nobody_what_it_is_whose_or_which(desk, address) -> None:
    text = Client().get(address).content.decode()

    assert text.count("SUMMARY:Afspraak") == 12
    for word in (
        desk.client.name,
        desk.client.email,
        desk.coach.name,
        "Noor",
        "Marit",
        "Geheime titel",
        "Traject",
        "Praktijk",
        "Week",
        "Tussenruimte",
    ):
        assert word not in text
    for secret in (str(desk.enrolment.uuid), str(desk.client.subject), address[8:44]):
        assert secret not in text
    assert {"DESCRIPTION", "LOCATION", "URL", "ORGANIZER", "ATTENDEE", "VALARM"}.isdisjoint(
        {key for event in events(address) for key in event}
    )


def test_a_calendar_needs_no_cookie_and_gets_none(address) -> None:
    with counted(4):
        answer = Client().get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in answer.headers
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Content-Disposition"] == 'inline; filename="agenda.ics"'
    assert Client().post(address).status_code == 405


def test_wrong_stopped_renewed_and_never_given_answer_alike(desk, address) -> None:
    renewed = at(feed.give_address(enrolment=desk.enrolment, now=NOW))
    answers = [Client().get(address)]
    assert Client().get(renewed).status_code == 200
    feed.take_address_away(enrolment=desk.enrolment)
    feed.take_address_away(enrolment=desk.enrolment)
    answers += [
        Client().get(found)
        for found in (renewed, f"/agenda/{uuid4()}.ics", "/agenda/nooit.ics", "/agenda/.ics", f"/agenda/{desk.enrolment.uuid}.ics")
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1


def test_an_opening_that_moves_keeps_its_name_so_that_no_calendar_shows_it_twice(desk, address) -> None:
    before = {str(event["uid"]): event["dtstart"].dt for event in events(address)}
    back = MONDAY + timedelta(weeks=2)
    enrolments.pause(enrolment=desk.enrolment, starts_on=MONDAY + timedelta(weeks=1), ends_on=back, by=desk.client, now=NOW)
    after = {str(event["uid"]): event["dtstart"].dt for event in events(address)}

    assert list(before) == list(after)
    assert len(before) == 12
    assert sum(before[uid] != after[uid] for uid in before) == 11


def test_a_held_week_has_no_day_and_an_open_one_keeps_it(desk, address) -> None:
    release.hold(enrolment=desk.enrolment, number=5, by=desk.coach, now=NOW)
    assert len(events(address)) == 11
    release.open_early(enrolment=desk.enrolment, number=2, by=desk.coach, now=NOW)
    assert NOW in starts(address)


def test_after_the_programme_only_what_opened_is_left_and_after_a_year_nothing(desk, address, clock) -> None:
    enrolments.stop(enrolment=desk.enrolment, by=desk.client, now=NOW)
    assert len(events(address)) == 1
    clock.move_to(datetime(2028, 1, 1, tzinfo=UTC))
    assert Client().get(address).status_code == 404
    desk.enrolment.refresh_from_db()
    with pytest.raises(Refused):
        feed.give_address(enrolment=desk.enrolment, now=NOW + timedelta(days=400))


def test_one_makes_renews_and_stops_it_on_the_page_of_dates(desk, noor) -> None:
    assert "Een agenda-adres maken" in read(noor.get("/data/"))
    noor.post("/data/agenda/")
    first = CalendarFeed.objects.get().token
    page = noor.get("/data/").content.decode()
    assert f"http://testserver/agenda/{first}.ics" in page
    assert f"webcal://testserver/agenda/{first}.ics" in page
    noor.post("/data/agenda/")
    assert CalendarFeed.objects.get().token != first
    noor.post("/data/agenda/weg/")
    assert not CalendarFeed.objects.exists()
    assert "Het agenda-adres is gestopt." in read(noor.get("/data/"))
    assert not Change.objects.filter(kind__contains="calendar").exists()


def test_looking_at_the_dates_makes_no_address(desk, noor) -> None:
    noor.get("/data/")
    assert noor.get("/data/agenda/").status_code == 405
    assert not CalendarFeed.objects.exists()


def test_nobody_stops_or_sees_the_address_of_somebody_else(desk, sam, address) -> None:
    assert address not in sam.get("/data/").content.decode()
    sam.post("/data/agenda/weg/")
    sam.post("/data/agenda/")
    assert len(events(address)) == 12


def test_in_english_it_is_an_appointment(desk, address) -> None:
    desk.client.language = "en"
    desk.client.save(update_fields=["language"])
    assert {str(event["summary"]) for event in events(address)} == {"Appointment"}
