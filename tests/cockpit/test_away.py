"""Being away: the coach's page of it, and ill today with whom it concerns before anything happens."""

from collections.abc import Iterator
from datetime import datetime
from html import unescape
from zoneinfo import ZoneInfo

import pytest
import time_machine

from accounts.models import Absence
from conversations import appointments, messages
from exercises import logs
from notices.models import Notice
from tests import people
from tests.people import NOW
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 25, 8, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
AWAY, ILL = "/praktijk/afwezig/", "/praktijk/afwezig/ziek/"


@pytest.fixture(autouse=True)
def wednesday_morning() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=False):
        yield


def body(response) -> str:
    return " ".join(unescape(response.content.decode()).split())


def test_ill_today_says_whom_it_concerns_before_it_happens(desk) -> None:
    log = logs.share(log=desk.write({"kort": "lees maar"}).log, now=NOW)
    browser = signed_in(desk.coach, MORNING)
    html = body(browser.get(ILL))
    assert "Noor Visser" in html
    assert "Week 1: woensdag 25 november, 18:00 wordt donderdag 26 november, 18:00" in html
    assert not Absence.objects.exists(), "looking changes nothing"
    html = body(browser.get(ILL, {"back_on": "2026-11-30"}))
    assert "wordt maandag 30 november, 18:00" in html
    html = body(browser.post(ILL, {"back_on": "2026-11-30"}, follow=True))
    assert "Wie iets van je verwachtte, heeft een mail" in html
    assert Notice.objects.get(kind="coach-ill").recipient == desk.client
    log.refresh_from_db()
    assert log.answer_by == datetime(2026, 11, 30, 18, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert "Heeft een nieuwe dag, omdat je er op de eerste niet bent." in body(browser.get("/praktijk/"))


def test_without_a_promise_on_those_days_nobody_is_concerned(desk) -> None:
    assert "niemand krijgt een mail" in body(signed_in(desk.coach, MORNING).get(ILL))


@pytest.mark.parametrize("back_on", ["", "gisteren", "2026-11-25", "2026-11-24", "0001-01-01", "2026-02-30", "2027-11-27", "9999-12-31"])
def test_an_odd_day_back_is_asked_again(desk, back_on) -> None:
    browser = signed_in(desk.coach, MORNING)
    assert browser.get(ILL, {"back_on": back_on}).status_code == browser.post(ILL, {"back_on": back_on}).status_code == 422
    assert not Absence.objects.exists()


def test_a_day_back_years_away_is_refused_in_a_sentence(desk) -> None:
    response = signed_in(desk.coach, MORNING).post(ILL, {"back_on": "9999-12-31"}, follow=True)
    assert "binnen een jaar" in body(response)
    assert not Absence.objects.exists()


def test_days_ahead_are_planned_shown_and_taken_out(desk) -> None:
    browser = signed_in(desk.coach, MORNING)
    html = body(browser.post(AWAY, {"starts_on": "2026-12-07", "ends_on": "2026-12-14"}, follow=True))
    assert "Vanaf maandag 7 december, terug op maandag 14 december" in html
    absence = Absence.objects.get()
    other = signed_in(people.coach("Joke Prins"), MORNING)
    assert other.post(f"{AWAY}{absence.pk}/weg/").status_code == 404
    assert "Vanaf maandag" not in body(other.get(AWAY))
    browser.post(f"{AWAY}{absence.pk}/weg/")
    assert not Absence.objects.exists()


@pytest.mark.parametrize(("first", "back"), [("2026-12-07", "2026-12-07"), ("2026-11-20", "2026-11-28"), ("", ""), ("2026-12-07", "x")])
def test_odd_days_come_back_with_what_to_mend(desk, first, back) -> None:
    response = signed_in(desk.coach, MORNING).post(AWAY, {"starts_on": first, "ends_on": back})
    assert response.status_code == 422
    assert not Absence.objects.exists()


@pytest.mark.parametrize("at", [AWAY, ILL])
def test_for_who_is_no_coach_there_is_nothing_here(desk, at) -> None:
    for who in (desk.client, people.office()):
        assert signed_in(who, MORNING).get(at).status_code == 404


def test_ill_today_thinks_of_everybody_who_expects_something(desk) -> None:
    bram, sara = people.client("Bram Kuiper"), people.client("Sara Mol")
    asks, talks = people.enrolled(bram, desk.coach), people.enrolled(sara, desk.coach)
    messages.send(enrolment=asks, author=bram, text="Een vraag.", token=people.token(), now=NOW)
    planned = appointments.plan(
        enrolment=talks, member=desk.coach, starts_at=MORNING.replace(hour=11), minutes=45, where="Hier", token=people.token(), now=NOW
    )
    browser = signed_in(desk.coach, MORNING)
    html = body(browser.get(ILL))
    assert "Bram Kuiper</span><small>woensdag 25 november, 18:00 wordt donderdag 26 november, 18:00" in html
    assert "Sara Mol</span><small>Woensdag 25 november, 11:00" in html
    assert not Notice.objects.filter(kind__in=["message-later", "appointment-off"]).exists(), "looking changes nothing"

    browser.post(ILL, {"back_on": "2026-11-26"})
    told = set(Notice.objects.filter(kind__in=["coach-ill", "message-later", "appointment-off"]).values_list("recipient", "kind"))
    assert told == {(bram.pk, "message-later"), (sara.pk, "appointment-off")}
    planned.refresh_from_db()
    assert planned.cancelled_at == MORNING


def test_who_waits_for_two_answers_has_one_mail(desk) -> None:
    logs.share(log=desk.write({"kort": "lees maar"}).log, now=NOW)
    messages.send(enrolment=desk.enrolment, author=desk.client, text="Een vraag.", token=people.token(), now=NOW)
    signed_in(desk.coach, MORNING).post(ILL, {"back_on": "2026-11-26"})

    assert [each.kind for each in Notice.objects.filter(kind__in=["coach-ill", "message-later"])] == ["coach-ill"]
    assert "uiterlijk donderdag 26 november antwoord" in body(signed_in(desk.client, MORNING).get("/berichten/"))


def test_a_talk_on_a_day_away_is_shown_and_stays_until_somebody_moves_it(desk) -> None:
    appointments.plan(
        enrolment=desk.enrolment, member=desk.coach, starts_at=MORNING.replace(day=27), minutes=45, where="", token=people.token(), now=NOW
    )
    browser = signed_in(desk.coach, MORNING)
    browser.post(AWAY, {"starts_on": "2026-11-27", "ends_on": "2026-11-30"})
    html = body(browser.get(AWAY))

    assert "Gesprekken op dagen dat je er niet bent" in html
    assert "Vrijdag 27 november, 08:00" in html
    assert not Notice.objects.filter(kind="appointment-off").exists()


def test_who_feels_it_coming_is_ill_from_tomorrow_and_today_stays_as_promised(desk) -> None:
    today = logs.share(log=desk.write({"kort": "lees maar"}).log, now=NOW)
    talk = {"enrolment": desk.enrolment, "member": desk.coach, "minutes": 45, "where": "", "now": NOW}
    kept = appointments.plan(**talk, starts_at=MORNING.replace(hour=11), token=people.token())
    off = appointments.plan(**talk, starts_at=MORNING.replace(day=26), token=people.token())
    browser = signed_in(desk.coach, MORNING)
    html = body(browser.get(ILL, {"since": "morgen", "back_on": "2026-11-27"}))
    assert "Ziek vanaf donderdag 26 november, terug op vrijdag 27 november" in html
    assert "Antwoorden op weken" not in html
    browser.post(ILL, {"since": "morgen", "back_on": "2026-11-27"})
    assert Absence.objects.values_list("starts_on", "kind").get() == (MORNING.date().replace(day=26), "ill")
    for row in (kept, off, today):
        row.refresh_from_db()
    assert (kept.cancelled_at, off.cancelled_at, today.repromised_at) == (None, MORNING, None)


@pytest.mark.parametrize(
    ("since", "back_on", "status"), [("morgen", "2026-11-26", 422), ("gisteren", "2026-11-27", 422), ("", "2026-11-26", 200)]
)
def test_an_odd_beginning_is_asked_again(desk, since: str, back_on: str, status: int) -> None:
    response = signed_in(desk.coach, MORNING).post(ILL, {"since": since, "back_on": back_on}, follow=True)
    assert response.status_code == status
    assert Absence.objects.exists() == (status == 200)
