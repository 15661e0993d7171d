"""What was agreed to, and taking it back: as easy as giving it, said before it is done, and then the guidance stops."""

import pytest
from django.test import Client

from accounts.access import cares_for
from accounts.models import Consent, Relation
from notices.models import Channel, Notice
from programme.models import Enrolment, Status
from tests import people
from tests.billing.pages import read
from tests.people import NOW
from tests.signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
AT = "/account/toestemmingen/"


@pytest.fixture
def enrolment() -> Enrolment:
    people.office()
    made = people.enrolled(people.client(), people.coach())
    for purpose in ("terms", "writing"):
        Consent.objects.create(user=made.client, purpose=purpose, text_version="2026-11", given_at=NOW)
    return made


@pytest.fixture
def browser(enrolment) -> Client:
    return signed_in(enrolment.client, NOW)


def test_it_says_what_was_agreed_to_and_when(browser) -> None:
    said = read(browser.get(AT))
    assert "Akkoord op 23 november 2026, 09:00, versie 2026-11." in said
    assert said.count("Intrekken") == 1


def test_one_press_says_what_follows_and_a_second_does_it(browser, enrolment) -> None:
    first = browser.post(AT, {"purpose": "writing"})
    assert "stopt de begeleiding" in read(first)
    assert Enrolment.objects.get().status == Status.ACTIVE
    for _ in range(2):
        browser.post(AT, {"purpose": "writing", "sure": "yes"})
    assert Consent.objects.get(purpose="writing").withdrawn_at == NOW
    assert Enrolment.objects.get().status == Status.WITHDRAWN
    assert Notice.objects.filter(kind="money-consent-withdrawn", channel=Channel.DESK).count() == 1
    assert "Ingetrokken" in read(browser.get(AT))


@pytest.mark.parametrize("purpose", ["terms", "x", "", "writing\x00"])
def test_the_terms_are_a_contract_and_what_is_none_is_not_there(browser, purpose) -> None:
    assert browser.post(AT, {"purpose": purpose, "sure": "yes"}).status_code == 404
    assert not Consent.objects.exclude(withdrawn_at=None).exists()


def test_another_takes_back_nothing_of_mine(browser, enrolment) -> None:
    other = signed_in(people.client("Sam Vos"), NOW)
    assert other.post(AT, {"purpose": "writing", "sure": "yes"}).status_code == 404
    assert Consent.objects.standing().count() == 2


def test_from_then_on_nobody_of_the_practice_reads_what_was_written(browser, enrolment) -> None:
    coach = Relation.objects.get(client=enrolment.client).member
    page = signed_in(coach, NOW)
    assert page.get(f"/praktijk/{enrolment.uuid}/").status_code == 200
    browser.post(AT, {"purpose": "writing", "sure": "yes"})
    assert not cares_for(coach, enrolment.client, NOW)
    assert page.get(f"/praktijk/{enrolment.uuid}/").status_code == 404
