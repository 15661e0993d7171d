"""Paying and coming back: paid, being confirmed, or try again; never failed while it is unknown, and nobody pays another's."""

from datetime import timedelta

import pytest
from django.test import Client

from billing import demo
from billing.models import Checkout, LedgerEntry, Order
from billing.payments import settle
from billing.seam import Paid
from billing.transfers import book_transfer
from programme.models import Enrolment, Status
from tests import people
from tests.billing import orders
from tests.billing.pages import read
from tests.people import MONDAY, NOW
from tests.signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def order() -> Order:
    return orders.ordered(orders.invited())


@pytest.fixture
def browser(order) -> Client:
    return signed_in(order.client, NOW)


@pytest.fixture
def till(browser, order) -> str:
    return browser.post(f"/betalingen/{order.uuid}/1/")["Location"]


def press(browser: Client, till: str, happens: str) -> str:
    return read(browser.get(browser.post(till, {"happens": happens})["Location"]))


def test_a_payment_in_the_demo_welcomes_and_starts(browser, order, till) -> None:
    assert "Deze pagina staat hier in plaats van de bank." in read(browser.get(till))
    said = press(browser, till, "paid")
    assert "Welkom, Noor" in said
    assert "€ 330,00" in said
    assert Enrolment.objects.get().status == Status.ACTIVE


def test_pressing_pay_often_gives_one_page(browser, order) -> None:
    assert len({browser.post(f"/betalingen/{order.uuid}/1/")["Location"] for _ in range(3)}) == 1
    assert Checkout.objects.count() == 1


def test_while_the_bank_confirms_the_page_looks_by_itself_and_nobody_pays_again(browser, order, till) -> None:
    answer = browser.get(browser.post(till, {"happens": "pending"})["Location"])
    assert answer["Refresh"] == "4"
    assert "Je betaling wordt bevestigd" in read(answer)
    assert browser.post(f"/betalingen/{order.uuid}/1/")["Location"] == "/betalingen/"
    said = read(browser.get("/betalingen/"))
    assert "wordt bevestigd door de bank" in said
    assert "Betaal €" not in said


def test_it_asks_less_often_after_some_minutes(browser, order, till, clock) -> None:
    browser.post(till, {"happens": "pending"})
    clock.shift(timedelta(minutes=10))
    assert browser.get(f"/betalingen/terug/{Checkout.objects.get().uuid}/")["Refresh"] == "60"


def test_what_failed_can_be_tried_again(browser, order, till) -> None:
    said = press(browser, till, "failed")
    assert "Deze betaling is niet gelukt" in said
    again = browser.post(f"/betalingen/{order.uuid}/1/")["Location"]
    assert again != till
    assert "Welkom" in press(browser, again, "paid")


def test_who_comes_back_without_paying_reads_so_and_keeps_the_same_page(browser, order, till) -> None:
    assert "Je kwam terug zonder te betalen" in press(browser, till, "cancelled")
    assert browser.post(f"/betalingen/{order.uuid}/1/")["Location"] == till


def test_coming_back_while_nothing_is_known_says_being_confirmed(browser, till) -> None:
    said = read(browser.get(f"/betalingen/terug/{Checkout.objects.get().uuid}/"))
    assert "Je betaling wordt bevestigd" in said
    assert "niet gelukt" not in said


@pytest.mark.parametrize("happens", ["", "PAID", "refund", "<script>", "\x00", "paid,failed"])
def test_what_the_page_does_not_offer_does_nothing(browser, till, happens) -> None:
    assert browser.post(till, {"happens": happens}).status_code in {200, 422}
    assert not LedgerEntry.objects.exists()


def test_a_page_that_is_paid_pays_nothing_more(browser, till) -> None:
    for _ in range(3):
        browser.post(till, {"happens": "paid"})
    assert LedgerEntry.objects.count() == 1


def test_the_address_of_coming_back_pays_nothing(browser, order) -> None:
    browser.post(f"/betalingen/{order.uuid}/1/")
    for _ in range(3):
        browser.get(f"/betalingen/terug/{Checkout.objects.get().uuid}/?paid=1&session_id=cs_1")
    assert not LedgerEntry.objects.exists()


def test_another_client_and_who_works_here_find_nothing(order, till) -> None:
    checkout = Checkout.objects.get()
    for who in (people.client("Sam Vos"), people.coach("Ilse Oud"), people.office()):
        other = signed_in(who, NOW)
        assert other.post(f"/betalingen/{order.uuid}/1/").status_code == 404
        assert other.get(f"/betalingen/terug/{checkout.uuid}/").status_code == 404
        assert other.post(till, {"happens": "paid"}).status_code == 404
    assert not LedgerEntry.objects.exists()


def test_nothing_is_to_be_paid_twice(browser, order, till) -> None:
    browser.post(till, {"happens": "paid"})
    assert browser.post(f"/betalingen/{order.uuid}/1/")["Location"] == "/betalingen/"
    assert Checkout.objects.count() == 1


def test_after_a_part_came_by_bank_only_the_rest_is_asked(browser, order, till) -> None:
    book_transfer(instalment=order.instalments.get(number=1), cents=10_000, on=MONDAY, reference="deel", by=people.office(), now=NOW)
    fresh = browser.post(f"/betalingen/{order.uuid}/1/")["Location"]
    assert fresh != till
    assert [each.cents for each in Checkout.objects.open().wanted()] == [23_000]
    press(browser, fresh, "paid")
    assert sum(LedgerEntry.objects.values_list("cents", flat=True)) == 33_000


def test_who_pays_on_a_page_of_before_has_paid_all_the_same(order, browser, till) -> None:
    first = Checkout.objects.get()
    book_transfer(instalment=order.instalments.get(number=1), cents=10_000, on=MONDAY, reference="deel", by=people.office(), now=NOW)
    browser.post(f"/betalingen/{order.uuid}/1/")
    settle(fact=demo.fact(first, Paid.PAID, NOW), now=NOW)
    assert LedgerEntry.objects.get(kind="payment").cents == 33_000


def test_the_real_gateway_leads_to_stripe_and_back(double, clock) -> None:
    order = orders.ordered(orders.invited(), mode="test")
    browser = signed_in(order.client, NOW)
    at = browser.post(f"/betalingen/{order.uuid}/1/")["Location"]
    assert at.startswith("https://checkout.stripe.com/")
    checkout = Checkout.objects.get()
    double.pay(checkout.session_id)
    assert "Welkom" in read(browser.get(f"/betalingen/terug/{checkout.uuid}/"))


def test_a_gateway_that_does_not_answer_is_said_so_and_the_order_stands(double, clock) -> None:
    order = orders.ordered(orders.invited(), mode="test")
    browser = signed_in(order.client, NOW)
    double.faults = ["500", "500"]
    assert browser.post(f"/betalingen/{order.uuid}/1/")["Location"] == "/betalingen/"
    assert "De betaalpagina antwoordt nu even niet." in read(browser.get("/betalingen/"))


# --- The page of payments -------------------------------------------------------------------------------------------


def test_it_says_what_was_agreed_what_is_paid_and_what_comes(browser, order, till) -> None:
    said = read(browser.get("/betalingen/"))
    assert "€ 330,00 staat klaar om te betalen." in said
    browser.post(till, {"happens": "paid"})
    said = read(browser.get("/betalingen/"))
    assert "Termijn 2 (€ 330,00) kan tot en met maandag 21 december. Week 5 opent gewoon; week 6 opent zodra dit is voldaan." in said
    assert "In totaal, inclusief btw € 990,00" in said


def test_who_ordered_nothing_reads_so(clock) -> None:
    assert "Er is niets te betalen." in read(signed_in(people.client("Iris Bos"), NOW).get("/betalingen/"))


def test_it_takes_the_same_queries_with_one_order_and_with_three_payments(browser, order, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(22):
        browser.get("/betalingen/")
