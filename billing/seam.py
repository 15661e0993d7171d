"""What the portal asks of whoever takes the money, and the facts that come back. Two gateways stand behind it: Stripe's and the demo's.

Facts are plain, so the one deed that applies them knows no SDK. Amounts are whole cents; moments are in UTC.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from billing.models import Checkout, Refund

EURO = "eur"


class Unreachable(Exception):
    """The gateway did not answer, or said that it cannot now: nothing is known, asking again is safe."""


class Declined(Exception):
    """The gateway understood and refuses: asking the same again will not help."""


class BadSignature(Exception):
    """Not signed by any secret that we know, or too long ago; or signed, and no event."""


class Paid(StrEnum):
    """Where one attempt to pay stands. `confirming`: the client did their part, the bank has not."""

    OPEN = "open"
    CONFIRMING = "confirming"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"


class GivenBack(StrEnum):
    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


class Disputed(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class PaymentFact:
    """One checkout as the gateway has it now. `ours` is the uuid of our own attempt, `order` that of the order."""

    session_id: str
    ours: str
    order: str
    state: Paid
    cents: int
    currency: str
    livemode: bool
    payment_id: str
    way: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RefundFact:
    """One refund as the gateway has it now. `ours` is the uuid of our own row; empty when it was made at Stripe."""

    refund_id: str
    payment_id: str
    ours: str
    state: GivenBack
    cents: int
    currency: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DisputeFact:
    dispute_id: str
    payment_id: str
    state: Disputed
    cents: int
    currency: str
    livemode: bool
    at: datetime


Fact = PaymentFact | RefundFact | DisputeFact


@dataclass(frozen=True, slots=True)
class Hint:
    """What an event says it is about. Nothing else in it is believed."""

    event_id: str
    type: str
    api_version: str
    livemode: bool
    object_id: str


@dataclass(frozen=True, slots=True)
class Started:
    session_id: str
    url: str


class Gateway(Protocol):
    """`mode` is one of `Mode`. Every method raises Unreachable or Declined; none is called inside a transaction."""

    mode: str
    api_version: str

    def start(self, checkout: Checkout) -> Started:
        """Begin, or find again, the checkout with this attempt's idempotency key."""

    def payment(self, session_id: str) -> PaymentFact: ...

    def expire(self, session_id: str) -> PaymentFact:
        """Close the page, so that nobody pays there any more, and say how it stands: one that had ended already stays as it was."""

    def payment_of(self, payment_id: str) -> PaymentFact | None:
        """The checkout that this payment came from."""

    def give_back(self, refund: Refund) -> RefundFact:
        """Refund, or find again, under this row's idempotency key."""

    def given_back(self, refund: Refund) -> RefundFact | None:
        """What became of this row, if the gateway ever heard of it: idempotency keys are forgotten after a day."""

    def refund(self, refund_id: str) -> RefundFact: ...

    def dispute(self, dispute_id: str) -> DisputeFact: ...

    def read(self, body: bytes, signature: str) -> Hint:
        """What a signed event is about. Raises BadSignature."""

    def undelivered(self, since: datetime) -> list[Hint]:
        """Events since then that the gateway could not bring us."""
