"""The gateway of the demo: a page of our own that offers what a bank can do, and feeds the same deed. No money, no SDK."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from billing.models import Checkout, Mode, Refund
from billing.seam import (
    EURO,
    BadSignature,
    Declined,
    DisputeFact,
    GivenBack,
    Hint,
    Paid,
    PaymentFact,
    RefundFact,
    Started,
)

OUTCOMES = {Checkout.Outcome.PAID: Paid.PAID, Checkout.Outcome.FAILED: Paid.FAILED, Checkout.Outcome.EXPIRED: Paid.EXPIRED}


class DemoGateway:
    mode = Mode.DEMO.value
    api_version = "demo"

    def start(self, checkout: Checkout) -> Started:
        return Started(f"demo_{checkout.uuid}", reverse("demo_till", args=[checkout.uuid]))

    def payment(self, session_id: str) -> PaymentFact:
        checkout = Checkout.objects.select_related("order").filter(session_id=session_id).first()
        if checkout is None:
            raise Declined("unknown")
        left = checkout.made_at + timedelta(days=1) < timezone.now()
        waiting = Paid.CONFIRMING if checkout.submitted_at else Paid.EXPIRED if left else Paid.OPEN
        return fact(checkout, OUTCOMES.get(Checkout.Outcome(checkout.outcome), waiting), checkout.made_at)

    def expire(self, session_id: str) -> PaymentFact:
        found = self.payment(session_id)
        return replace(found, state=Paid.EXPIRED) if found.state == Paid.OPEN else found

    def payment_of(self, payment_id: str) -> PaymentFact | None:
        return None

    def give_back(self, refund: Refund) -> RefundFact:
        return RefundFact(
            refund_id=f"demo_{refund.uuid}",
            payment_id=refund.entry.reference,
            ours=str(refund.uuid),
            state=GivenBack.DONE,
            cents=refund.cents,
            currency=EURO,
            at=timezone.now(),
        )

    def given_back(self, refund: Refund) -> RefundFact | None:
        return None

    def refund(self, refund_id: str) -> RefundFact:
        raise Declined("unknown")

    def dispute(self, dispute_id: str) -> DisputeFact:
        raise Declined("unknown")

    def read(self, body: bytes, signature: str) -> Hint:
        raise BadSignature

    def undelivered(self, since: datetime) -> list[Hint]:
        return []


def fact(checkout: Checkout, state: Paid, at: datetime) -> PaymentFact:
    """What a bank would say of this attempt."""
    return PaymentFact(
        session_id=checkout.session_id or f"demo_{checkout.uuid}",
        ours=str(checkout.uuid),
        order=str(checkout.order.uuid),
        state=state,
        cents=checkout.cents,
        currency=EURO,
        livemode=False,
        payment_id=f"demo_pay_{checkout.uuid}",
        way="demo",
        at=at,
    )
