"""Those of the cast who stopped, with what came back; and one who says, without logging in, that they withdraw."""

from dataclasses import replace
from datetime import datetime, timedelta

from accounts.models import User
from billing import refunds, stopping, withdrawing
from billing.demo import DemoGateway
from billing.models import Method, Order, Refund, Withdrawal
from billing.payments import settle
from programme.models import Status

APPROVED_AFTER = timedelta(days=2, hours=3)
SAID_AGO = timedelta(minutes=20)


def tell(office: User, now: datetime) -> None:
    ended = Order.objects.filter(enrolment__status=Status.WITHDRAWN).select_related("enrolment__client", "client")
    for order in ended.order_by("enrolment__ended_at", "pk"):
        end(order, office, order.enrolment.ended_at or now, now)
    said = Order.objects.filter(method=Method.TRANSFER).select_related("client").first()
    if said:
        somebody_withdraws(said, now - SAID_AGO)


def end(order: Order, office: User, at: datetime, now: datetime) -> None:
    """Called off when they stopped; the office approved what came back two days later."""
    ends = stopping.terms(order.enrolment, order, at)
    made = stopping.register(order.enrolment, order, ends, at)
    stopping.reckon(made, order.enrolment, order, ends, at, by=order.client)
    then = min(at + APPROVED_AFTER, now)
    for refund in Refund.objects.filter(order=order).select_related("order", "entry__instalment__order"):
        refunds.claim(refund, office, then)
        settle(fact=replace(DemoGateway().give_back(refund), at=then), now=then)
    stopping.close(withdrawal=made, by=office, now=then)
    Withdrawal.objects.filter(pk=made.pk).update(receipt_sent_at=at)


def somebody_withdraws(order: Order, at: datetime) -> None:
    words = {"contract": f"Bestelling {order.reference}", "email": order.client.email, "language": order.client.language}
    made = withdrawing.withdraw(name=order.client.name, **words, now=at)
    Withdrawal.objects.filter(pk=made.pk).update(receipt_sent_at=at)
