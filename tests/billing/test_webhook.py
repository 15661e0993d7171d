"""What Stripe posts: signed or refused, kept once, acted on by looking for itself, and sent again when we fail."""

from unittest.mock import patch

import pytest
import stripe
from django.test import Client

from billing import checkouts
from billing.models import LedgerEntry, Order, StripeEvent
from tests.billing import orders
from tests.billing.stripe_double import SECRET, signed
from tests.people import NOW

pytestmark = pytest.mark.django_db
AT = "/stripe/webhook/"


@pytest.fixture
def order(double) -> Order:
    return orders.ordered(orders.invited(), mode="test")


@pytest.fixture
def session(double, order) -> str:
    checkouts.begin(instalment=order.instalments.get(number=1), gateway=double.gateway, now=NOW)
    return str(order.checkouts.get().session_id)


def post(event: dict, **headers: str) -> int:
    body, signature = signed(event)
    sent = {"HTTP_STRIPE_SIGNATURE": signature} | headers
    return Client(enforce_csrf_checks=True).post(AT, body, content_type="application/json", **sent).status_code


def test_a_payment_is_settled_by_what_stripe_has_and_not_by_what_the_event_says(double, order, session) -> None:
    lying = double.event("checkout.session.completed", session)
    lying["data"]["object"] |= {"payment_status": "paid", "amount_total": 1}
    assert post(lying) == 200
    assert not LedgerEntry.objects.exists()
    double.pay(session)
    assert post(double.event("checkout.session.async_payment_succeeded", session)) == 200
    assert LedgerEntry.objects.get().cents == 33_000


def test_the_same_event_is_kept_and_acted_on_once(double, session) -> None:
    double.pay(session)
    event = double.event("checkout.session.completed", session)
    asked = []
    for _ in range(4):
        assert post(event) == 200
        asked.append(len(double.asked))
    assert StripeEvent.objects.get().handled_at is not None
    assert asked[0] == asked[-1]


def test_a_refund_that_comes_before_its_payment_finds_the_payment_first(double, order, session) -> None:
    double.pay(session)
    refund = double.refund(f"pi_{session}", 1_000)
    assert post(double.event("refund.created", refund)) == 200
    assert sorted(LedgerEntry.objects.values_list("kind", "cents")) == [("payment", 33_000), ("refund", -1_000)]


def test_a_dispute_is_kept(double, order, session) -> None:
    double.pay(session)
    dispute = double.dispute(f"pi_{session}", 33_000)
    assert post(double.event("charge.dispute.created", dispute)) == 200
    assert order.disputes.get().cents == 33_000


@pytest.mark.parametrize(
    ("kind", "changes", "why"),
    [
        ("customer.created", {}, "type"),
        ("charge.refunded", {}, "type"),
        ("invoice.paid", {"livemode": True}, "type"),
        ("checkout.session.completed", {"api_version": "2024-06-20"}, "version"),
        ("checkout.session.completed", {"api_version": None}, "version"),
    ],
)
def test_another_version_or_kind_is_kept_and_nothing_is_done(double, session, kind, changes, why) -> None:
    double.pay(session)
    before = len(double.asked)
    assert post(double.event(kind, session, **changes)) == 200
    assert StripeEvent.objects.get().why_ignored == why
    assert len(double.asked) == before
    assert not LedgerEntry.objects.exists()


def test_our_own_failure_is_kept_with_its_kind_and_stripe_tries_again(double, session) -> None:
    double.pay(session)
    event = double.event("checkout.session.completed", session)
    with patch("billing.events.settle", side_effect=RuntimeError("secret words")):
        assert post(event) == 500
    kept = StripeEvent.objects.get()
    assert (kept.error, kept.tries, kept.handled_at) == ("RuntimeError", 1, None)
    double.faults = ["500", "500"]
    assert post(event) == 500
    assert post(event) == 200
    kept.refresh_from_db()
    assert (kept.error, kept.tries) == ("", 3)
    assert LedgerEntry.objects.count() == 1


def test_an_event_about_what_stripe_does_not_have_is_kept_as_our_failure(double) -> None:
    assert post(double.event("checkout.session.completed", "cs_test_gone")) == 500
    assert StripeEvent.objects.get().error == "Declined"


@pytest.mark.parametrize("signature", ["", "nonsense", "t=1,v1=00", "v1=" + "0" * 64])
def test_what_is_not_signed_is_refused_and_not_kept(double, session, signature) -> None:
    assert post(double.event("checkout.session.completed", session), HTTP_STRIPE_SIGNATURE=signature) == 400
    assert not StripeEvent.objects.exists()


def test_without_a_secret_nothing_is_believed(double, session, settings) -> None:
    settings.STRIPE_WEBHOOK_SECRET = []
    assert post(double.event("checkout.session.completed", session)) == 400


def test_in_the_demo_nothing_is_believed(db) -> None:
    body, signature = signed({"id": "evt_1", "object": "event"}, secret="")
    assert Client().post(AT, body, content_type="application/json", HTTP_STRIPE_SIGNATURE=signature).status_code == 400


def test_a_megabyte_is_too_long_signed_or_not(double) -> None:
    body = " " * 1_000_001
    header = stripe.WebhookSignature.generate_signature_header(body, SECRET)
    assert Client().post(AT, body, content_type="application/json", HTTP_STRIPE_SIGNATURE=header).status_code == 413


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_it_is_only_posted_to(double, method) -> None:
    assert getattr(Client(), method)(AT).status_code == 405
