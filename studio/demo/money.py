"""The money of the demo: what the practice offers, and how far some of its invented people are with paying."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db.models import Count

from accounts.models import User
from billing import ordering, printing, refunds, terms
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
    Regime,
    Unissued,
    Unmatched,
    VatChoice,
    Withdrawal,
)
from billing.payments import book
from billing.standing import follow
from programme.models import Enrolment
from studio.demo import stopped
from studio.demo.cast import Character, Part

PRICE = 114_000
# Who pays in one payment, and who in three; others were enrolled before there were orders.
IN_ONE, IN_TERMS = {1, 6, 9}, {0, 3, 7, 10}
PAID_TWICE, AGAIN = 6, timedelta(minutes=2)
# Whose invoices wait, because the address is not filled in yet.
WITHOUT_ADDRESS = 10


def offer(now: datetime) -> Offer:
    return Offer.objects.create(
        title_nl="Begeleiding, twaalf weken",
        title_en="Guidance, twelve weeks",
        gross_cents=PRICE,
        valid_from=(now - timedelta(days=200)).date(),
    )


def tell(cast: list[Character], made: Offer, office: User, now: datetime) -> None:
    """Orders and payments of those who have some, with their papers; the day's reminders as they would have gone."""
    choose_vat(made, office, now)
    enrolments = {each.client.email: each for each in Enrolment.objects.select_related("client")}
    due: list[tuple[datetime, Instalment]] = []
    for who in cast:
        ordered = order_of(who, enrolments[who.email], made, now)
        if ordered:
            found, count = ordered
            live_somewhere(who, found.client)
            due += payments(found, count, now, twice=who.number == PAID_TWICE)
    for at, instalment in sorted(due, key=lambda each: each[0]):
        paid(instalment, at)
    give_back_the_double(now)
    for order in Order.objects.select_related("enrolment", "client"):
        follow(order, now)
    stopped.tell(office, now)
    printing.print_due(now)
    terms.remind(now)


def choose_vat(made: Offer, office: User, now: datetime) -> None:
    reason = "Zo besproken met de adviseur van de praktijk."
    VatChoice.objects.create(regime=Regime.STANDARD, reason=reason, since=made.valid_from, by=office, made_at=now - timedelta(days=200))


def order_of(who: Character, enrolment: Enrolment, made: Offer, now: datetime) -> tuple[Order, int] | None:
    """Somebody's order, and how many of its payments they made."""
    if who.number in IN_ONE or who.part == Part.WITHDRAWN:
        return order(enrolment, made, Plan.FULL, now), 1
    if who.number in IN_TERMS:
        return order(enrolment, made, Plan.TERMS, now), 1 + (who.count - 1) // 4
    if who.part == Part.UNCOVERED:
        return order(enrolment, made, Plan.TERMS, now), (who.count - 2) // 4
    if who.part == Part.PENDING and who.count == 1:
        return order(enrolment, made, Plan.TERMS, now, method=Method.TRANSFER), 0
    return None


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


def live_somewhere(who: Character, client: User) -> None:
    if who.number != WITHOUT_ADDRESS:
        street = f"Voorbeeldlaan {who.number + 2}"
        BillTo.objects.create(client=client, name=client.name, street=street, postcode="1234 AB", city="Voorbeeldstad")


def payments(found: Order, count: int, now: datetime, *, twice: bool) -> list[tuple[datetime, Instalment]]:
    """The first `count`, each on the day on which it was due; one of them `twice`."""
    each = list(found.instalments.select_related("order__client")[:count])
    moments = [(min(now, (found.ordered_at or now) + timedelta(weeks=one.before_week - 1, minutes=4)), one) for one in each]
    return [*moments, *((at + AGAIN, one) for at, one in moments[: 1 if twice else 0])]


def give_back_the_double(now: datetime) -> None:
    """It waits for the office's approval."""
    first = LedgerEntry.objects.values("instalment").annotate(Count("pk")).filter(pk__count__gt=1).values("instalment")
    for entry in LedgerEntry.objects.filter(instalment__in=first).order_by("-at")[:1]:
        refunds.ask(entry=entry, cents=entry.cents, reason=Refund.Reason.DOUBLE, by=None, now=now)


def paid(instalment: Instalment, at: datetime) -> LedgerEntry | None:
    return book(instalment, LedgerEntry.Kind.PAYMENT, f"demo_pay_{uuid4()}", instalment.cents, at, at=at, way="ideal")


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
    for rows in (*around, *ledger, Checkout.objects, Instalment.objects, Order.objects, Offer.objects, VatChoice.objects):
        rows.all().delete()
