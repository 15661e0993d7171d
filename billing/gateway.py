"""Stripe: the only file that imports its SDK, typed by the SDK's own types, so that an example of an older version does not pass."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final, TypeVar

import stripe
from stripe.params import EventListParams, RefundCreateParams
from stripe.params.checkout import SessionCreateParams

from billing.models import Checkout, Mode, Refund
from billing.seam import (
    EURO,
    BadSignature,
    Declined,
    Disputed,
    DisputeFact,
    GivenBack,
    Hint,
    Paid,
    PaymentFact,
    RefundFact,
    Started,
    Unreachable,
)

# A person waits for the page meanwhile, and a worker of the web server with them.
TIMEOUT_SECONDS = 10
# Pinned, so that Stripe's own next version changes nothing here; an event in another version is not read (`events.why_ignored`).
API_VERSION: Final = "2026-10-28.endive"
EXPANDED: Final = ["payment_intent.latest_charge"]
LIVE_KEYS = ("sk_live_", "rk_live_")
REFUNDED: Final = {"succeeded": GivenBack.DONE, "failed": GivenBack.FAILED, "canceled": GivenBack.FAILED}
# An inquiry that closes (`warning_closed`) and one that Stripe warded off took nothing: as good as won.
DISPUTED: Final = {"won": Disputed.WON, "lost": Disputed.LOST, "warning_closed": Disputed.WON, "prevented": Disputed.WON}
# How the SDK trips over a body that is signed and no event.
NO_EVENT: Final = (ValueError, AttributeError, KeyError, TypeError)
Answer = TypeVar("Answer")


class StripeGateway:
    """Everything that the portal says to Stripe. `base` is another address of the API, for tests only."""

    api_version = API_VERSION

    def __init__(self, key: str, secrets: Sequence[str], *, site_url: str, base: str = "") -> None:
        self.mode: str = Mode.LIVE if key.startswith(LIVE_KEYS) else Mode.TEST
        self.secrets = [secret for secret in secrets if secret.strip()]
        self.site_url = site_url
        self.client = stripe.StripeClient(
            key,
            stripe_version=API_VERSION,
            # Safe, because each question that makes something carries a key of its own.
            max_network_retries=1,
            http_client=stripe.RequestsClient(timeout=TIMEOUT_SECONDS),
            base_addresses={"api": base} if base else None,
        )

    def start(self, checkout: Checkout) -> Started:
        params = checkout_params(checkout, self.site_url)
        made = asked(
            lambda: self.client.v1.checkout.sessions.create(params, {"idempotency_key": checkout.idempotency_key}),
        )
        return Started(made.id, made.url or "")

    def payment(self, session_id: str) -> PaymentFact:
        return payment_fact(asked(lambda: self.client.v1.checkout.sessions.retrieve(session_id, {"expand": [*EXPANDED]})))

    def expire(self, session_id: str) -> PaymentFact:
        """What is not open any more Stripe refuses to close: then it is asked how that ended."""
        try:
            return payment_fact(asked(lambda: self.client.v1.checkout.sessions.expire(session_id, {"expand": [*EXPANDED]})))
        except Declined:
            return self.payment(session_id)

    def payment_of(self, payment_id: str) -> PaymentFact | None:
        found = asked(lambda: self.client.v1.checkout.sessions.list({"payment_intent": payment_id, "limit": 1}))
        return self.payment(found.data[0].id) if found.data else None

    def give_back(self, refund: Refund) -> RefundFact:
        params: RefundCreateParams = {
            "payment_intent": refund.entry.reference,
            "amount": refund.cents,
            "metadata": {"refund": str(refund.uuid), "order": str(refund.order.uuid)},
        }
        return refund_fact(asked(lambda: self.client.v1.refunds.create(params, {"idempotency_key": refund.idempotency_key})))

    def given_back(self, refund: Refund) -> RefundFact | None:
        # By our own name for it, and not by an amount: two refunds of one payment can be alike.
        found = asked(lambda: self.client.v1.refunds.list({"payment_intent": refund.entry.reference, "limit": 100})).data
        return next((fact for fact in map(refund_fact, found) if fact.ours == str(refund.uuid)), None)

    def refund(self, refund_id: str) -> RefundFact:
        return refund_fact(asked(lambda: self.client.v1.refunds.retrieve(refund_id)))

    def dispute(self, dispute_id: str) -> DisputeFact:
        return dispute_fact(asked(lambda: self.client.v1.disputes.retrieve(dispute_id)))

    def read(self, body: bytes, signature: str) -> Hint:
        """Any secret of the list may have signed it, while one is being replaced. Without secrets nothing is believed."""
        for secret in self.secrets:
            try:
                return hint(self.client.construct_event(body, signature, secret))
            except (stripe.SignatureVerificationError, *NO_EVENT):
                continue
        raise BadSignature

    def undelivered(self, since: datetime) -> list[Hint]:
        params: EventListParams = {"delivery_success": False, "created": {"gte": int(since.timestamp())}, "limit": 100}
        return [hint(event) for event in asked(lambda: self.client.v1.events.list(params)).data]


def asked(ask: Callable[[], Answer]) -> Answer:
    """What Stripe answers. Raises Unreachable while the answer is unknown and Declined when it is no."""
    try:
        return ask()
    except (stripe.APIConnectionError, stripe.RateLimitError, stripe.APIError) as error:
        raise Unreachable(type(error).__name__) from error
    except stripe.StripeError as error:
        # 409: another request with our own key is still under way.
        if error.http_status in {409, 429} or (error.http_status or 500) >= 500:
            raise Unreachable(type(error).__name__) from error
        raise Declined(error.code or type(error).__name__) from error


def checkout_params(checkout: Checkout, site_url: str) -> SessionCreateParams:
    """Only from what stands on frozen rows: asking again with the same key must say the same."""
    order, instalment = checkout.order, checkout.instalment
    back = f"{site_url}/betalingen/terug/{checkout.uuid}/"
    known = {"order": str(order.uuid), "instalment": str(instalment.number), "checkout": str(checkout.uuid)}
    return {
        "mode": "payment",
        "line_items": [
            {
                "quantity": 1,
                # The bank's and Stripe's pages say no more than a reference: what somebody pays for is nobody's business there.
                "price_data": {"currency": EURO, "unit_amount": checkout.cents, "product_data": {"name": order.reference}},
            }
        ],
        "client_reference_id": str(checkout.uuid),
        "metadata": known,
        "payment_intent_data": {"metadata": known, "description": order.reference},
        # Else Stripe offers another currency abroad, and what comes in is not what was asked.
        "adaptive_pricing": {"enabled": False},
        "success_url": back,
        "cancel_url": f"{back}?terug=1",
        "locale": "auto",
    }


def payment_fact(session: stripe.checkout.Session) -> PaymentFact:
    intent = session.payment_intent if isinstance(session.payment_intent, stripe.PaymentIntent) else None
    charge = intent.latest_charge if intent and isinstance(intent.latest_charge, stripe.Charge) else None
    known = session.metadata
    details = charge.payment_method_details if charge else None
    return PaymentFact(
        session_id=session.id,
        ours=session.client_reference_id or "",
        order=known["order"] if known and "order" in known else "",
        state=state_of(session, intent),
        cents=session.amount_total or 0,
        currency=session.currency or "",
        livemode=session.livemode,
        payment_id=intent.id if intent else "",
        way=details.type if details else "",
        # The moment of the money, not of the page: it decides in which quarter its VAT falls.
        at=moment(charge.created if charge else session.created),
    )


def state_of(session: stripe.checkout.Session, intent: stripe.PaymentIntent | None) -> Paid:
    """`complete` is not paid: a direct debit says `unpaid` for days, and may then still fail."""
    if session.payment_status in {"paid", "no_payment_required"}:
        return Paid.PAID
    if session.status == "expired":
        return Paid.EXPIRED
    if session.status == "open":
        return Paid.OPEN
    over = intent is not None and intent.status in {"requires_payment_method", "canceled"}
    return Paid.FAILED if over else Paid.CONFIRMING


def refund_fact(refund: stripe.Refund) -> RefundFact:
    known = refund.metadata
    return RefundFact(
        refund_id=refund.id,
        payment_id=id_of(refund.payment_intent),
        ours=known["refund"] if known and "refund" in known else "",
        state=REFUNDED.get(refund.status or "", GivenBack.PENDING),
        cents=refund.amount,
        currency=refund.currency,
        at=moment(refund.created),
    )


def dispute_fact(dispute: stripe.Dispute) -> DisputeFact:
    return DisputeFact(
        dispute_id=dispute.id,
        payment_id=id_of(dispute.payment_intent),
        state=DISPUTED.get(dispute.status, Disputed.OPEN),
        cents=dispute.amount,
        currency=dispute.currency,
        livemode=dispute.livemode,
        at=moment(dispute.created),
    )


def hint(event: stripe.Event) -> Hint:
    about = event.data.object
    return Hint(event.id, event.type, event.api_version or "", event.livemode, str(about["id"]) if "id" in about else "")


def id_of(found: str | stripe.PaymentIntent | None) -> str:
    return found.id if isinstance(found, stripe.PaymentIntent) else found or ""


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
