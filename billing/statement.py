"""How one order stands, as its client and the office read it: each payment, its day, and what happened."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from billing.models import Checkout, Instalment, LedgerEntry, Order
from billing.standing import Sums, due_days, sums_of
from programme.models import Enrolment, Status

SHOWN_AHEAD = timedelta(days=7)


class Stand(StrEnum):
    """`now` can be paid now: its day is near or past. `none`: nothing is owed any more, because the programme ended."""

    PAID = "paid"
    GIVEN_BACK = "given back"
    CONFIRMING = "confirming"
    NOW = "now"
    COMING = "coming"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Line:
    """One payment of an order. `due_at` is UTC; `is_past`: its day is over."""

    instalment: Instalment
    sums: Sums
    stand: Stand
    due_at: datetime | None
    is_past: bool
    count: int

    @property
    def can_be_paid(self) -> bool:
        return self.stand in {Stand.NOW, Stand.COMING}

    @property
    def opens(self) -> int:
        """The week before which it is due."""
        return self.instalment.before_week

    @property
    def waits(self) -> int:
        """The first week that does not open without it."""
        return self.instalment.before_week + self.instalment.grace_weeks


@dataclass(frozen=True, slots=True)
class Statement:
    """An order with its lines and the movements of its ledger."""

    order: Order
    lines: list[Line]
    entries: list[LedgerEntry]

    @property
    def next(self) -> Line | None:
        """The first payment that can be made; none while a bank still confirms one."""
        return None if self.is_confirming else next((line for line in self.lines if line.can_be_paid), None)

    @property
    def is_confirming(self) -> bool:
        return any(line.stand == Stand.CONFIRMING for line in self.lines)

    @property
    def owed(self) -> int:
        return sum(line.sums.owed for line in self.lines if line.stand != Stand.NONE)

    @property
    def kept(self) -> int:
        """Cents that came in and stayed."""
        return sum(line.sums.kept for line in self.lines)

    @property
    def surplus(self) -> int:
        return sum(line.sums.surplus for line in self.lines)


def statement(order: Order, now: datetime) -> Statement:
    """`order` with its enrolment. Six queries at most."""
    instalments = list(order.instalments.order_by("number"))
    sums, due = sums_of(instalments), due_days(order)
    confirming = set(Checkout.objects.open().filter(order=order, submitted_at__isnull=False).values_list("instalment", flat=True))
    ended = order.enrolment.status == Status.WITHDRAWN or order.cancelled_at is not None
    lines = []
    for each in instalments:
        at = due.get(each.number)
        stand = stand_of(sums[each.pk], each.pk in confirming, each.number, at, now)
        stand = Stand.NONE if ended and stand in {Stand.NOW, Stand.COMING} else stand
        lines.append(Line(each, sums[each.pk], stand, at, at is not None and at + timedelta(days=1) <= now, len(instalments)))
    return Statement(order, lines, list(order.entries.select_related("instalment", "by")))


def stand_of(sums: Sums, confirming: bool, number: int, due_at: datetime | None, now: datetime) -> Stand:  # noqa: FBT001 - one row's facts
    if sums.owed == 0:
        return Stand.PAID if sums.kept > 0 else Stand.GIVEN_BACK
    if confirming:
        return Stand.CONFIRMING
    near = number == 1 or (due_at is not None and due_at <= now + SHOWN_AHEAD)
    return Stand.NOW if near else Stand.COMING


def term_of(enrolment: Enrolment, now: datetime) -> Line | None:
    """The next payment of this enrolment's order, if one can be made."""
    order = Order.objects.standing().filter(enrolment=enrolment).first()
    if order is None:
        return None
    order.enrolment = enrolment
    return statement(order, now).next


def statements(orders: list[Order], now: datetime) -> list[Statement]:
    return [statement(order, now) for order in orders]
