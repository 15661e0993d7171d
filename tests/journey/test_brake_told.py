"""The brake may tell the coach that it was used: only by consent given beforehand, only when said so each time, only the day."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from accounts import consent
from accounts.consent import Purpose
from accounts.models import AccessRecord, Consent, Relation
from notices.models import Notice
from programme import brake
from programme import enrolment as programme_deeds
from tests import people
from tests.journey.pages import counted, read
from tests.people import NOW
from tests.signed_in import signed_in

BRAKE = "/even-stop/"
FROM_EXERCISE = "/even-stop/?oefening"
TELL = "/even-stop/laat-weten/"
ASKS = "Mag Marit weten dat je op stop drukte?"


@pytest.fixture
def agreed(desk) -> None:
    consent.give(user=desk.client, purpose=Purpose.BRAKE, now=NOW)


def told(desk) -> list[Notice]:
    return list(Notice.objects.filter(recipient=desk.coach, kind=brake.KIND))


def test_the_exercise_leads_there_and_says_that_it_comes_from_one(noor) -> None:
    assert f'href="{FROM_EXERCISE}"' in noor.get("/week/1/oefening/w01-a/").content.decode()


def test_without_consent_it_asks_nothing_and_passes_nothing_on(noor, desk) -> None:
    page = noor.get(FROM_EXERCISE)
    assert ASKS not in read(page)
    inside = page.content.decode().partition("<main")[2].partition("</main>")[0]
    assert "<form" not in inside
    assert "Er is niets doorgegeven" in read(noor.post(TELL, follow=True))
    assert told(desk) == []


@pytest.mark.usefixtures("agreed")
def test_with_consent_it_asks_at_the_end_and_only_from_an_exercise(noor) -> None:
    said = read(noor.get(FROM_EXERCISE))
    assert said.index("Koud water") < said.index(ASKS)
    assert "Deze keer niet" in said
    assert ASKS not in read(noor.get(BRAKE))


@pytest.mark.usefixtures("agreed")
def test_looking_tells_nobody_and_writes_nothing(noor, desk, clock) -> None:
    before = Session.objects.values_list("session_data", flat=True).get()
    records = AccessRecord.objects.count()
    clock.shift(timedelta(minutes=10))
    for _ in range(3):
        noor.get(FROM_EXERCISE)
    assert told(desk) == []
    assert Session.objects.values_list("session_data", flat=True).get() == before
    assert AccessRecord.objects.count() == records
    assert noor.get(TELL).status_code == 405


@pytest.mark.usefixtures("agreed")
def test_said_yes_the_coach_finds_the_day_once_and_nothing_else(noor, desk, clock) -> None:
    assert "Marit ziet nu dat je vandaag op stop drukte, en verder niets." in read(noor.post(TELL, follow=True))
    clock.shift(timedelta(hours=5))
    noor.post(TELL)
    [notice] = told(desk)
    midnight = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
    assert (notice.created_at, notice.due_at, notice.about) == (midnight, midnight, str(desk.enrolment.pk)), "the day, not the hour"
    assert notice.sealed is None
    page = signed_in(desk.coach, NOW).get("/praktijk/")
    said = read(page)
    assert "Gebruikte de rem" in said
    assert "en niets over waarom" in said
    for word in ("oefening w01-a", "09:"):
        assert word.lower() not in said.partition("Gebruikte de rem")[2].partition("Klaar")[0].lower()


@pytest.mark.usefixtures("agreed")
def test_the_coach_can_put_it_away_and_nobody_else_finds_it(noor, desk) -> None:
    noor.post(TELL)
    [notice] = told(desk)
    for other in (people.coach("Ilse Oud"), people.office()):
        assert "Gebruikte de rem" not in read(signed_in(other, NOW).get("/praktijk/"))
    coach = signed_in(desk.coach, NOW)
    coach.post(f"/praktijk/taak/{notice.pk}/klaar/")
    assert "Gebruikte de rem" not in read(coach.get("/praktijk/"))


@pytest.mark.usefixtures("agreed")
def test_a_former_coach_no_longer_finds_it(noor, desk) -> None:
    noor.post(TELL)
    Relation.objects.update(ends_at=NOW)
    assert "Gebruikte de rem" not in read(signed_in(desk.coach, NOW).get("/praktijk/"))


@pytest.mark.parametrize("away", ["withdrew", "nobody cares", "stopped"])
@pytest.mark.usefixtures("agreed")
def test_what_may_no_longer_be_told_is_not(noor, desk, away) -> None:
    if away == "withdrew":
        consent.withdraw(user=desk.client, purpose=Purpose.BRAKE, now=NOW)
    elif away == "nobody cares":
        Relation.objects.update(ends_at=NOW)
    else:
        programme_deeds.stop(enrolment=desk.enrolment, by=desk.client, now=NOW)
    assert "Er is niets doorgegeven" in read(noor.post(TELL, follow=True))
    assert told(desk) == []


@pytest.mark.usefixtures("agreed")
def test_ones_consent_is_not_anothers(sam, desk) -> None:
    assert ASKS not in read(sam.get(FROM_EXERCISE))
    sam.post(TELL)
    assert told(desk) == []


def test_who_is_not_logged_in_sees_the_brake_and_nothing_more(client, db) -> None:
    with counted(1):
        answer = client.get(FROM_EXERCISE)
    assert not answer.cookies
    assert "Mag " not in read(answer)


# --- the two switches --------------------------------------------------------------------------------------------

READERS = "/account/gelezen/"
MAY = "/account/gelezen/mag/"


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_switch_is_off_until_it_is_put_on_and_each_change_is_recorded(noor, desk, purpose) -> None:
    said = read(noor.get(READERS))
    assert "Mijn cijfers mag Marit zien" in said
    assert "Marit mag weten dat ik op stop drukte" in said
    assert said.count("Staat uit") == 2
    for may in ("yes", "yes", "no", "no"):
        said = read(noor.post(MAY, {"purpose": purpose, "may": may}, follow=True))
        assert said.count("Staat aan") == (may == "yes")
        assert consent.given(desk.client, purpose) == (may == "yes")
    assert list(AccessRecord.objects.order_by("pk").values_list("action", "purpose", "at")) == [
        ("share", purpose, NOW),
        ("unshare", purpose, NOW),
    ]
    assert Consent.objects.values_list("given_at", "withdrawn_at").get() == (NOW, NOW)


@pytest.mark.parametrize("purpose", ["", "x", "care", "figures\x00", "FIGURES"])
def test_a_switch_that_is_not_there_is_not_there(noor, purpose) -> None:
    assert noor.post(MAY, {"purpose": purpose, "may": "yes"}).status_code == 404
    assert not Consent.objects.exists()


def test_only_yes_is_yes(noor) -> None:
    for may in ("", "1", "true", "YES"):
        noor.post(MAY, {"purpose": "figures", "may": may})
    assert not Consent.objects.exists()


def test_after_saying_how_one_wants_to_be_guided_the_switches_stand_there(noor, desk) -> None:
    from programme.models import WeekExercise  # noqa: PLC0415 - beside what it is about

    guidance = people.exercise(desk.enrolment.programme, "w01-b")
    WeekExercise.objects.create(week=desk.week, exercise=guidance, place="more", position=5)
    own, other = (desk.write({"kort": "zo"}, exercise=exercise).log for exercise in (guidance, desk.exercise))
    assert "Mijn cijfers mag Marit zien" in read(noor.get(f"/logboek/{own.uuid}/"))
    assert "Mijn cijfers mag Marit zien" not in read(noor.get(f"/logboek/{other.uuid}/"))
