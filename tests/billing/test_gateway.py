"""The gateway against a double of Stripe's API: what it asks is of the SDK's own types, and no failure makes a double object."""

from contextlib import suppress
from dataclasses import replace

import pytest

from accounts.refusal import Refused
from billing import checkouts, refunds
from billing.models import Checkout, LedgerEntry, Order, Refund
from billing.payments import settle
from billing.seam import BadSignature, Declined, GivenBack, Paid, Unreachable
from tests import people
from tests.billing import orders
from tests.billing.stripe_double import SECRET, faults_of, signed
from tests.people import NOW

pytestmark = pytest.mark.django_db
FAULTS = ["409", "429", "500", "503", "gone before", "gone after", "slow"]


@pytest.fixture
def order(double) -> Order:
    return orders.ordered(orders.invited(), mode="test")


@pytest.fixture
def started(double, order) -> Checkout:
    checkouts.begin(instalment=order.instalments.get(number=1), gateway=double.gateway, now=NOW)
    return Checkout.objects.get()


def test_the_double_takes_only_what_the_types_of_the_sdk_allow() -> None:
    from stripe.params import checkout  # noqa: PLC0415

    kind = checkout.SessionCreateParams
    assert faults_of({"mode": "payment", "metadata": {"a": "b"}, "locale": "auto"}, kind) == []
    assert faults_of({"payment_method_types": {"0": "ideal"}}, kind) == ["payment_method_types: unknown"]
    assert faults_of({"line_items": {"0": {"quantity": "one"}}}, kind)
    assert faults_of({"adaptive_pricing": {"on": "true"}}, kind)


def test_a_checkout_says_amount_currency_and_reference_and_nothing_of_the_programme(double, order, started) -> None:
    session = double.sessions[started.session_id]
    assert (session["amount_total"], session["currency"]) == (33_000, "eur")
    assert session["client_reference_id"] == str(started.uuid)
    assert session["metadata"] == {"order": str(order.uuid), "instalment": "1", "checkout": str(started.uuid)}
    assert started.url.startswith("https://checkout.stripe.com/")
    assert "Begeleiding" not in repr(double.known)


@pytest.mark.parametrize("faults", [[fault, fault] for fault in FAULTS] + [["500", "gone after"], ["429"], ["gone after"]])
def test_whatever_fails_there_is_one_checkout(double, order, faults) -> None:
    instalment = order.instalments.get(number=1)
    double.faults = list(faults)
    for _ in range(3):
        with suppress(Refused):
            checkouts.begin(instalment=instalment, gateway=double.gateway, now=NOW)
    assert Checkout.objects.get().url
    assert len(double.sessions) == 1


@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_asked_is_unreachable_and_never_failed(double, started, fault) -> None:
    double.faults = [fault, fault]
    with pytest.raises(Unreachable):
        double.gateway.payment(started.session_id)
    double.faults = [fault, fault]
    checkouts.look(checkout=started, gateway=double.gateway, now=NOW)
    started.refresh_from_db()
    assert checkouts.state(started) == Paid.CONFIRMING


def test_what_stripe_does_not_know_is_declined(double) -> None:
    with pytest.raises(Declined):
        double.gateway.payment("cs_test_unknown")


@pytest.mark.parametrize(
    ("happens", "state"),
    [
        (lambda double, at: None, Paid.OPEN),
        (lambda double, at: double.pay(at), Paid.PAID),
        (lambda double, at: double.submit(at), Paid.CONFIRMING),
        (lambda double, at: (double.submit(at), double.fail(at)), Paid.FAILED),
        (lambda double, at: double.expire(at), Paid.EXPIRED),
    ],
)
def test_complete_is_not_paid(double, started, happens, state) -> None:
    happens(double, started.session_id)
    fact = double.gateway.payment(started.session_id)
    assert fact.state == state
    assert (fact.cents, fact.currency, fact.livemode, fact.ours) == (33_000, "eur", False, str(started.uuid))


@pytest.fixture
def refund(double, started) -> Refund:
    double.pay(started.session_id)
    settle(fact=double.gateway.payment(started.session_id), now=NOW)
    return refunds.ask(entry=LedgerEntry.objects.get(), cents=10_000, reason="agreed", by=None, now=NOW)


@pytest.mark.parametrize("faults", [[fault, fault] for fault in FAULTS] + [["", "500", "500"], ["", "gone after", "gone after"]])
def test_whatever_fails_money_goes_back_once(double, refund, faults) -> None:
    double.faults = list(faults)
    by = people.office()
    for _ in range(3):
        with suppress(Refused):
            refunds.approve(refund=refund, by=by, gateway=double.gateway, now=NOW)
        refund.refresh_from_db()
    assert refund.status == Refund.Status.DONE
    assert len(double.refunds) == 1
    assert LedgerEntry.objects.filter(kind="refund").values_list("cents", flat=True).get() == -10_000


def test_a_refund_is_found_again_after_its_key_is_forgotten(double, refund) -> None:
    double.faults = ["", "gone after", "gone after"]
    with pytest.raises(Refused):
        refunds.approve(refund=refund, by=people.office(), gateway=double.gateway, now=NOW)
    double.known.clear()
    refund.refresh_from_db()
    refunds.look(refund=refund, gateway=double.gateway, now=NOW)
    assert len(double.refunds) == 1
    assert Refund.objects.get().status == Refund.Status.DONE


def test_states_of_a_refund_and_of_a_dispute(double, refund) -> None:
    payment = refund.entry.reference
    states = {status: double.gateway.refund(double.refund(payment, 1, status)).state for status in ("pending", "succeeded", "canceled")}
    assert states == {"pending": GivenBack.PENDING, "succeeded": GivenBack.DONE, "canceled": GivenBack.FAILED}
    disputes = {
        status: double.gateway.dispute(double.dispute(payment, 5, status)).state.value for status in ("under_review", "won", "lost")
    }
    assert disputes == {"under_review": "open", "won": "won", "lost": "lost"}


# --- Signatures -----------------------------------------------------------------------------------------------------


def test_a_signed_event_is_read(double) -> None:
    hint = double.gateway.read(*signed(double.event("checkout.session.completed", "cs_1")))
    assert (hint.type, hint.object_id, hint.api_version) == ("checkout.session.completed", "cs_1", "2026-10-28.endive")


@pytest.mark.parametrize("secrets", [[SECRET, "whsec_new"], ["whsec_new", SECRET], ["", SECRET]])
def test_either_secret_opens_while_one_is_replaced(double, secrets) -> None:
    gateway = double.gateway
    gateway.secrets = [secret for secret in secrets if secret]
    assert gateway.read(*signed(double.event("x", "cs_1"))).object_id == "cs_1"


def forged(body: bytes, header: str) -> list[tuple[bytes, str]]:
    stamp, _, value = header.partition(",")
    return [
        (body, ""),
        (body, "nonsense"),
        (body, "t=abc,v1=def"),
        (body, f"{stamp},v1={'0' * 64}"),
        (body, f"{stamp},{value.replace('v1', 'v0')}"),
        (body, value),
        (body + b" ", header),
        (b"\xef\xbb\xbf" + body, header),
        (body.replace(b": ", b":"), header),
        (b"", header),
        (b"\xff\xfe", header),
    ]


@pytest.mark.parametrize("which", range(11))
def test_what_is_forged_is_not_believed(double, which) -> None:
    body, header = forged(*signed(double.event("x", "cs_1")))[which]
    with pytest.raises(BadSignature):
        double.gateway.read(body, header)


@pytest.mark.parametrize("seconds", [-301, -100_000])
def test_what_was_signed_long_ago_is_not_believed(double, seconds) -> None:
    import time  # noqa: PLC0415

    body, header = signed(double.event("x", "cs_1"), at=int(time.time()) + seconds)
    with pytest.raises(BadSignature):
        double.gateway.read(body, header)


@pytest.mark.parametrize("secrets", [[], ["", " "]])
def test_without_a_secret_nothing_is_believed(double, secrets) -> None:
    gateway = double.gateway
    gateway.__init__("sk_test_x", secrets, site_url="", base=double.url)
    for secret in ("", " ", SECRET):
        with pytest.raises(BadSignature):
            gateway.read(*signed(double.event("x", "cs_1"), secret=secret))


@pytest.mark.parametrize("body", [b"{}", b"[]", b'"x"', b'{"object": "event"}', b"null"])
def test_what_is_signed_and_no_event_is_refused(double, body) -> None:
    import stripe  # noqa: PLC0415

    header = stripe.WebhookSignature.generate_signature_header(body.decode(), SECRET)
    with pytest.raises(BadSignature):
        double.gateway.read(body, header)


def test_a_fact_of_another_order_is_not_taken_for_ours(double, started) -> None:
    double.pay(started.session_id)
    fact = double.gateway.payment(started.session_id)
    assert not settle(fact=replace(fact, ours="not ours"), now=NOW)
