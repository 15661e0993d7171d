"""The invitation while the office arranges the rest: looking changes nothing, the button says yes, and both hold only while it lasts."""

from datetime import timedelta

import pytest
from django.test import Client

from programme import enrolment as deeds
from programme.cover import set_cover
from programme.models import Enrolment, Status
from tests import people
from tests.journey.pages import read
from tests.people import MONDAY, NOW
from tests.signed_in import signed_in

PAGE = "/uitnodiging/"
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def invited(db) -> Enrolment:
    return deeds.enrol(client=people.client(), programme=people.programme(), coach=people.coach(), starts_on=MONDAY, by=None, now=NOW)


@pytest.fixture
def browser(invited) -> Client:
    return signed_in(invited.client, NOW)


def status(of: Enrolment) -> str:
    return Enrolment.objects.get(pk=of.pk).status


def test_it_says_who_invites_for_what_and_from_when(browser) -> None:
    said = read(browser.get(PAGE))
    assert "Marit Veenstra nodigt je uit" in said
    assert "Traject" in said
    assert "Eerste dag maandag 23 november 2026" in said
    assert "Je kunt erover nadenken tot maandag 7 december, 09:00" in said


def test_looking_often_accepts_nothing(browser, invited) -> None:
    for _ in range(5):
        browser.get(PAGE)
        browser.head(PAGE)
    assert status(invited) == Status.INVITED


def test_yes_gives_a_place(browser, invited) -> None:
    assert browser.post(PAGE)["Location"] == "/vandaag/"
    assert status(invited) == Status.PENDING
    assert "Je plek is er." in read(browser.get("/vandaag/"))


def test_yes_starts_at_once_when_all_is_arranged(browser, invited) -> None:
    set_cover(enrolment=invited, source="office", through_week=12, now=NOW)
    browser.post(PAGE)
    assert status(invited) == Status.ACTIVE
    assert "Geheime titel 1" in read(browser.get("/vandaag/"))


def test_a_second_yes_changes_nothing(browser, invited) -> None:
    for _ in range(2):
        assert browser.post(PAGE)["Location"] == "/vandaag/"
    assert invited.changes.filter(kind="accepted").count() == 1


def test_after_its_end_it_says_so_kindly(browser, invited, clock) -> None:
    clock.move_to(NOW + timedelta(days=14))
    fresh = signed_in(invited.client, NOW + timedelta(days=14))
    assert "Deze uitnodiging is verlopen." in read(fresh.get(PAGE))
    fresh.post(PAGE)
    assert status(invited) == Status.INVITED


def test_who_is_not_invited_is_led_to_today_or_finds_nothing(db) -> None:
    noor = signed_in(people.enrolled(people.client(), people.coach()).client, NOW)
    assert noor.get(PAGE)["Location"] == "/vandaag/"
    assert noor.post(PAGE)["Location"] == "/vandaag/"
    assert signed_in(people.client("Iris Bos"), NOW).get(PAGE).status_code == 404
