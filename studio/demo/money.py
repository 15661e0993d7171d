"""The money of the demo: what the practice offers, and how far some of its invented people are with paying."""

from datetime import datetime, timedelta
from uuid import uuid4

from billing import ordering, refunds, terms
from billing.models import (
    BillTo,
    Checkout,
    Dispute,
    Instalment,
    Invoice,
    LedgerEntry,
    Method,
    Mode,
    Offer,
    Order,
    Plan,
    Refund,
    Unissued,
    Unmatched,
    Withdrawal,
)
from billing.payments import book
from billing.standing import follow
from programme.models import Enrolment
from studio.demo.cast import Character, Part

PRICE = 114_000
# Who pays in one payment, and who in three; others were enrolled before there were orders.
IN_ONE, IN_TERMS = {1, 6, 9}, {0, 3, 7, 10}
PAID_TWICE = 6


def offer(now: datetime) -> Offer:
    return Offer.objects.create(
        title_nl="Begeleiding, twaalf weken",
        title_en="Guidance, twelve weeks",
        gross_cents=PRICE,
        valid_from=(now - timedelta(days=200)).date(),
    )


def tell(cast: list[Character], made: Offer, now: datetime) -> None:
    """Orders and payments of those who have some; the day's reminders as they would have gone."""
    enrolments = {each.client.email: each for each in Enrolment.objects.select_related("client")}
    for who in cast:
        enrolment = enrolments[who.email]
        if who.number in IN_ONE:
            pay(order(enrolment, made, Plan.FULL, now), 1, now)
        elif who.number in IN_TERMS:
            pay(order(enrolment, made, Plan.TERMS, now), 1 + (who.count - 1) // 4, now)
        elif who.part == Part.UNCOVERED:
            pay(order(enrolment, made, Plan.TERMS, now), (who.count - 2) // 4, now)
        elif who.part == Part.PENDING and who.count == 1:
            order(enrolment, made, Plan.TERMS, now, method=Method.TRANSFER)
        if who.number == PAID_TWICE:
            pay_twice(enrolment, now)
    terms.remind(now)


def order(enrolment: Enrolment, made: Offer, plan: Plan, now: datetime, method: str = Method.ONLINE) -> Order:
    at = min(now, enrolment.activated_at or now) - timedelta(hours=1)
    found = Order.objects.create(
        enrolment=enrolment,
        client=enrolment.client,
        reference=ordering.new_reference(),
        plan=plan,
        method=method,
        mode=Mode.DEMO,
        starts_on=enrolment.starts_on,
        made_at=at,
        ordered_at=at,
        **ordering.facts_of(made),
    )
    ordering.set_instalments(found)
    return found


def pay(found: Order, count: int, now: datetime) -> None:
    """The first `count` payments, each on the day on which it was due."""
    for instalment in found.instalments.select_related("order")[:count]:
        paid(instalment, now)
    follow(found, now)


def paid(instalment: Instalment, now: datetime) -> LedgerEntry | None:
    at = min(now, (instalment.order.ordered_at or now) + timedelta(weeks=instalment.before_week - 1, minutes=4))
    reference = f"demo_pay_{uuid4()}"
    return book(instalment, LedgerEntry.Kind.PAYMENT, reference, instalment.cents, now, at=at, way="ideal")


def pay_twice(enrolment: Enrolment, now: datetime) -> None:
    instalment = Instalment.objects.select_related("order").get(order__enrolment=enrolment, number=1)
    entry = paid(instalment, now)
    follow(instalment.order, now)
    if entry:
        refunds.ask(entry=entry, cents=entry.cents, reason=Refund.Reason.DOUBLE, by=None, now=now)


def wipe() -> None:
    """Only ever of the demo: the ledger itself lets no other money go."""
    around = (
        Unissued.objects,
        BillTo.objects,
        Withdrawal.objects,
        Invoice.objects.exclude(credits=None),
        Invoice.objects,
        Dispute.objects,
        Unmatched.objects,
        Refund.objects,
    )
    ledger = (LedgerEntry.objects.exclude(of=None), LedgerEntry.objects)
    for rows in (*around, *ledger, Checkout.objects, Instalment.objects, Order.objects, Offer.objects):
        rows.all().delete()
