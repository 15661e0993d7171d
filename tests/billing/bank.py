"""A gateway without a wire, for tests of what its facts do: sessions, refunds and disputes in memory, in any state."""

from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from uuid import uuid4

from billing.models import Checkout, Instalment, Mode, Refund
from billing.seam import (
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
)  # fmt: skip
from tests.people import NOW

Row = TypeVar("Row")


class Bank:
    """`down` makes every answer Unreachable."""

    mode = Mode.TEST.value
    api_version = "2026-10-28.endive"

    def __init__(self) -> None:
        self.payments: dict[str, PaymentFact] = {}
        self.refunds: dict[str, RefundFact] = {}
        self.disputes: dict[str, DisputeFact] = {}
        self.waiting: list[Hint] = []
        self.asked = 0
        self.down = False

    def answer(self) -> None:
        self.asked += 1
        if self.down:
            raise Unreachable

    def start(self, checkout: Checkout) -> Started:
        self.answer()
        at = f"cs_{checkout.uuid}"
        self.payments.setdefault(at, fact(checkout))
        return Started(at, f"https://checkout.stripe.com/c/pay/{at}")

    def payment(self, session_id: str) -> PaymentFact:
        self.answer()
        return found(self.payments, session_id)

    def expire(self, session_id: str) -> PaymentFact:
        self.answer()
        known = found(self.payments, session_id)
        if known.state == Paid.OPEN:
            self.turn(session_id, Paid.EXPIRED)
        return self.payments[session_id]

    def payment_of(self, payment_id: str) -> PaymentFact | None:
        self.answer()
        return next((each for each in self.payments.values() if each.payment_id == payment_id), None)

    def give_back(self, refund: Refund) -> RefundFact:
        self.answer()
        at = f"re_{refund.uuid}"
        made = RefundFact(at, refund.entry.reference, str(refund.uuid), GivenBack.PENDING, refund.cents, "eur", NOW)
        return self.refunds.setdefault(at, made)

    def given_back(self, refund: Refund) -> RefundFact | None:
        self.answer()
        return self.refunds.get(f"re_{refund.uuid}")

    def refund(self, refund_id: str) -> RefundFact:
        self.answer()
        return found(self.refunds, refund_id)

    def dispute(self, dispute_id: str) -> DisputeFact:
        self.answer()
        return found(self.disputes, dispute_id)

    def read(self, body: bytes, signature: str) -> Hint:
        raise BadSignature

    def undelivered(self, since: datetime) -> list[Hint]:
        self.answer()
        return self.waiting

    # --- What happens at the bank ---
    def turn(self, session_id: str, state: Paid) -> None:
        self.payments[session_id] = replace(self.payments[session_id], state=state)

    def refunded(self, payment_id: str, cents: int, state: GivenBack = GivenBack.DONE) -> str:
        """Made at Stripe itself."""
        at = f"re_{uuid4().hex}"
        self.refunds[at] = RefundFact(at, payment_id, "", state, cents, "eur", NOW)
        return at

    def disputed(self, payment_id: str, cents: int, state: Disputed = Disputed.OPEN) -> str:
        at = f"du_{uuid4().hex}"
        self.disputes[at] = DisputeFact(at, payment_id, state, cents, "eur", livemode=False, at=NOW)
        return at


def found(rows: dict[str, Row], at: str) -> Row:
    if at not in rows:
        raise Declined
    return rows[at]


def fact(checkout: Checkout, state: Paid = Paid.OPEN, **changes: object) -> PaymentFact:
    """What the bank says of an attempt of ours."""
    made = PaymentFact(
        session_id=f"cs_{checkout.uuid}",
        ours=str(checkout.uuid),
        order=str(checkout.order.uuid),
        state=state,
        cents=checkout.cents,
        currency="eur",
        livemode=False,
        payment_id=f"pi_{checkout.uuid}",
        way="ideal",
        at=NOW,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def checkout(instalment: Instalment, attempt: int = 1) -> Checkout:
    """An attempt of ours to have it paid."""
    made = uuid4()
    return Checkout.objects.create(
        uuid=made,
        order=instalment.order,
        instalment=instalment,
        attempt=attempt,
        idempotency_key=str(made),
        cents=instalment.cents,
        mode=Mode.TEST,
        session_id=f"cs_{made}",
        made_at=NOW,
    )
