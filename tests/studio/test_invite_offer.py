"""Inviting somebody for an offer: its price stands in the invitation, and is what they order."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from billing.models import Offer, Order
from programme.models import CareKind, Cover, Enrolment
from tests.billing import orders
from tests.journey.pages import read
from tests.people import MONDAY, NOW
from tests.signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NEW = "/kantoor/mensen/nieuw/"


@pytest.fixture
def short() -> Offer:
    return orders.offer(title_nl="Begeleiding, zonder gesprekken", gross_cents=54_000)


def form(coach: User, **other: str) -> dict[str, str]:
    fields = {"name": "Mila Jansen", "email": "mila@example.nl", "coach": str(coach.pk), "starts_on": "2026-11-30"}
    return fields | {"language": "nl", "care_kind": "coaching", "through_week": "0"} | other


def test_an_invited_person_meets_the_offer_that_was_chosen_for_them(office: Client, coach: User, short: Offer) -> None:
    orders.offer()
    office.post(NEW, form(coach, offer=str(short.uuid)))
    draft = Order.objects.get()
    assert (draft.offer, draft.gross_cents, draft.priced_by, draft.ordered_at) == (short, 54_000, User.objects.get(is_office=True), None)
    page = read(signed_in(draft.client, NOW).get("/uitnodiging/"))
    assert "Begeleiding, zonder gesprekken: € 540" in page
    assert "990" not in page


def test_left_open_they_choose_themselves_from_what_is_offered(office: Client, coach: User, short: Offer) -> None:
    orders.offer()
    office.post(NEW, form(coach, offer=""))
    page = signed_in(Enrolment.objects.get().client, NOW).get("/uitnodiging/").content.decode()
    assert not Order.objects.exists()
    assert "zonder gesprekken" in page
    assert "Begeleiding, twaalf weken" in page


def test_only_what_is_offered_today_can_be_chosen(office: Client, coach: User, short: Offer) -> None:
    past = orders.offer(title_nl="Vorig jaar", valid_until=MONDAY - timedelta(days=10))
    page = office.get(NEW).content.decode()
    assert "Begeleiding, zonder gesprekken, coaching" in page
    assert "Vorig jaar" not in page
    assert office.post(NEW, form(coach, offer=str(past.uuid))).status_code == 422
    assert not Enrolment.objects.exists()


def test_without_an_offer_the_form_does_not_ask(office: Client, coach: User) -> None:
    assert 'name="offer"' not in office.get(NEW).content.decode()


def test_care_and_coaching_are_not_mixed(office: Client, coach: User) -> None:
    care = orders.offer(care_kind=CareKind.CARE)
    answer = office.post(NEW, form(coach, offer=str(care.uuid)))
    assert answer.status_code == 422
    assert "zorg of coaching. Kies wat bij elkaar hoort" in answer.content.decode()
    assert office.post(NEW, form(coach, offer=str(care.uuid), care_kind="care")).status_code == 302
    assert Order.objects.get().care_kind == CareKind.CARE


def test_what_is_arranged_already_is_not_ordered_as_well(office: Client, coach: User, short: Offer) -> None:
    answer = office.post(NEW, form(coach, offer=str(short.uuid), through_week="12"))
    assert answer.status_code == 422
    assert not Enrolment.objects.exists()
    assert not Cover.objects.exists()


@pytest.mark.parametrize("sent", ["x", "\x00", "1", "5b8f0a3e-6c1d-4f0e-9a67-2f6f1f2c9d10", "’; --", "9" * 400])
def test_nonsense_is_refused_and_nothing_is_made(office: Client, coach: User, short: Offer, sent: str) -> None:
    answer = office.post(NEW, form(coach, offer=sent))
    assert (answer.status_code, "field__error" in answer.content.decode()) == (422, True)
    assert not User.objects.filter(name="Mila Jansen").exists()


def test_the_page_of_a_person_leads_to_a_lower_price_and_then_to_the_order(office: Client, coach: User, short: Offer) -> None:
    enrolment = orders.invited("Ties Mol")
    address = f"/kantoor/mensen/{enrolment.uuid}/"
    assert f"/kantoor/geld/prijs/{enrolment.uuid}/" in office.get(address).content.decode()
    order = orders.ordered(enrolment)
    page = office.get(address).content.decode()
    assert "/kantoor/geld/prijs/" not in page
    assert f"/kantoor/geld/bestelling/{order.uuid}/" in page
