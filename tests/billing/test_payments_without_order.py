"""The page of payments of somebody who ordered nothing: one sentence that is true for them, and no empty list."""

import pytest

from programme import enrolment as deeds
from programme.cover import set_cover
from programme.models import Enrolment, Status
from tests import people
from tests.billing import orders
from tests.billing.pages import read
from tests.people import NOW
from tests.signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
HERE = "/betalingen/"
HEADS = ("Documenten", "Wat er gebeurde", "Of met een overschrijving", "Betaal €")


def shown(enrolment: Enrolment) -> str:
    page = signed_in(enrolment.client, NOW).get(HERE)
    text = read(page)
    assert page.status_code == 200
    assert not [head for head in HEADS if head in text]
    return text


def test_whose_place_the_office_arranged_reads_that(clock) -> None:
    enrolment = people.enrolled(people.client(), people.coach())
    assert "Je plek is met de praktijk geregeld. Hier is niets te betalen." in shown(enrolment)


def test_who_is_invited_is_led_to_the_invitation(clock) -> None:
    orders.offer()
    text = shown(orders.invited())
    assert "Er is nog niets afgesproken" in text
    assert "Naar de uitnodiging" in text


def test_an_arranged_place_is_no_more_than_an_invitation_until_yes_is_said(clock) -> None:
    enrolment = orders.invited()
    set_cover(enrolment=enrolment, source="office", through_week=12, now=NOW)
    assert "Naar de uitnodiging" in shown(enrolment)
    deeds.accept(enrolment=enrolment, now=NOW)
    assert "Naar de uitnodiging" not in shown(enrolment)


def test_who_said_yes_and_has_no_arrangement_yet_need_do_nothing(clock) -> None:
    enrolment = orders.invited()
    Enrolment.objects.filter(pk=enrolment.pk).update(status=Status.PENDING)
    assert "De praktijk regelt met je hoe je betaalt." in shown(enrolment)


def test_after_the_end_there_is_simply_nothing_to_pay(clock) -> None:
    enrolment = orders.invited()
    deeds.stop(enrolment=enrolment, by=enrolment.client, now=NOW)
    text = shown(enrolment)
    assert "Er is niets te betalen." in text
    assert "Naar de uitnodiging" not in text


def test_who_works_here_has_no_payments(clock) -> None:
    assert signed_in(people.office(), NOW).get(HERE).status_code == 404
