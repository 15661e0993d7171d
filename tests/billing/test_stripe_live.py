"""Stripe itself, asked with the owner's own test key: `STRIPE_SECRET_KEY=sk_test_... pytest -m stripe_live`."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from billing import checkouts, refunds
from billing.gateway import StripeGateway
from billing.models import Checkout, LedgerEntry, Order
from billing.payments import settle
from billing.seam import Declined, GivenBack, Paid
from tests import people
from tests.billing import orders

KEY = os.environ.get("STRIPE_LIVE_TEST_KEY", "")
WHY = "asks the owner's own test account: run with STRIPE_SECRET_KEY=sk_test_... (docs/stripe.md)"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.stripe_live,
    pytest.mark.skipif(not KEY.startswith(("sk_test_", "rk_test_")), reason=WHY),
]
NOW = datetime.now(UTC)


@pytest.fixture
def gateway() -> StripeGateway:
    return StripeGateway(KEY, ["whsec_x"], site_url="https://portaal.praktijk.example")


@pytest.fixture
def order() -> Order:
    return orders.ordered(orders.invited(), mode="test")


def test_a_checkout_is_made_once_and_is_open(gateway, order) -> None:
    instalment = order.instalments.get(number=1)
    url = checkouts.begin(instalment=instalment, gateway=gateway, now=NOW)
    checkout = Checkout.objects.get()
    assert url.startswith("https://checkout.stripe.com/")
    assert gateway.start(checkout).session_id == checkout.session_id
    fact = gateway.payment(checkout.session_id)
    assert (fact.state, fact.cents, fact.currency, fact.livemode) == (Paid.OPEN, 33_000, "eur", False)
    assert (fact.ours, fact.order) == (str(checkout.uuid), str(order.uuid))


def test_a_page_is_closed_and_closing_it_again_is_no_fault(gateway, order) -> None:
    checkouts.begin(instalment=order.instalments.get(number=1), gateway=gateway, now=NOW)
    session = str(Checkout.objects.get().session_id)
    assert [gateway.expire(session).state for _each in range(2)] == [Paid.EXPIRED] * 2


def test_a_payment_goes_back_once_and_is_found_again(gateway, order) -> None:
    paid = gateway.client.v1.payment_intents.create(
        {
            "amount": 33_000,
            "currency": "eur",
            "confirm": True,
            "payment_method": "pm_card_visa",
            "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
        }
    )
    entry = orders.booked(order.instalments.get(number=1), reference=paid.id, mode="test")
    refund = refunds.ask(entry=entry, cents=1_000, reason="agreed", by=None, now=NOW)
    for _ in range(2):
        fact = gateway.give_back(refund)
    assert gateway.given_back(refund) == gateway.refund(fact.refund_id)
    assert fact.state in {GivenBack.DONE, GivenBack.PENDING}
    refunds.approve(refund=refund, by=people.office(), gateway=gateway, now=NOW)
    settle(fact=gateway.refund(fact.refund_id), now=NOW)
    assert LedgerEntry.objects.filter(kind="refund").count() <= 1


@pytest.mark.parametrize("ask", [lambda g: g.payment("cs_test_x"), lambda g: g.refund("re_x"), lambda g: g.dispute("du_x")])
def test_what_it_does_not_know_it_declines(gateway, ask) -> None:
    with pytest.raises(Declined):
        ask(gateway)


def test_what_could_not_be_brought_can_be_asked_for(gateway) -> None:
    assert isinstance(gateway.undelivered(NOW - timedelta(days=3)), list)
