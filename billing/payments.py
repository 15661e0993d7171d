"""The one deed that applies what happened with money: called by the webhook, the return page, and `reconcile_payments`.

It locks the order first, always, then the enrolment. Facts may come twice, late, or in any order: each is booked once under its own
reference, and how the order stands follows from the sum.
"""

from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction

from accounts.models import User
from accounts.posted import as_uuid
from billing import invoices, kinds
from billing.models import Checkout, Dispute, Instalment, LedgerEntry, Mode, Order, Refund, Unmatched
from billing.seam import EURO, Disputed, DisputeFact, Fact, GivenBack, Paid, PaymentFact, RefundFact
from billing.standing import follow, sums_of
from notices.desk import tell_office
from programme.models import Enrolment, Status

Kind, Why = LedgerEntry.Kind, Unmatched.Why
CLOSED: Final = {Paid.FAILED: Checkout.Outcome.FAILED, Paid.EXPIRED: Checkout.Outcome.EXPIRED}


@transaction.atomic
def settle(*, fact: Fact, now: datetime) -> bool:
    """Apply one fact; False when it fits nothing of ours, or does not match it, and is kept for the office instead."""
    if isinstance(fact, PaymentFact):
        return settle_payment(fact, now)
    return settle_refund(fact, now) if isinstance(fact, RefundFact) else settle_dispute(fact, now)


def locked_order(pk: int) -> Order:
    """Fresh and locked: the first lock of every deed of money. Call it inside a transaction."""
    return Order.objects.select_for_update(of=("self",)).select_related("enrolment", "client").get(pk=pk)


def order_of(enrolment: Enrolment) -> Order | None:
    """What was ordered and stands."""
    return Order.objects.standing().filter(enrolment=enrolment).select_related("enrolment", "client").first()


# --- A payment ----------------------------------------------------------------------------------------------------


def settle_payment(fact: PaymentFact, now: datetime) -> bool:
    found = checkout_of(fact)
    if found is None:
        return unmatched("payment", fact.session_id, Why.UNKNOWN, fact, now) if fact.state == Paid.PAID else False
    # Read again under the lock: the webhook and the return page may be here at once.
    order = locked_order(found.order_id)
    checkout = Checkout.objects.select_related("instalment").get(pk=found.pk)
    if fact.state != Paid.PAID:
        return not_paid(checkout, fact, now)
    why = mismatch(checkout, order, fact)
    # The attempt is over either way, so that another can be made; the money itself waits for the office.
    if why:
        close(checkout, Checkout.Outcome.MISMATCH, now)
        return unmatched("payment", fact.session_id, why, fact, now, order)
    entry = book(checkout.instalment, Kind.PAYMENT, fact.payment_id or fact.session_id, fact.cents, now, at=fact.at, way=fact.way)
    close(checkout, Checkout.Outcome.PAID, now)
    found_after_all("payment", fact.session_id, now)
    follow(order, now)
    if entry:
        tell_of_surplus(order, entry, now)
    return True


def checkout_of(fact: PaymentFact) -> Checkout | None:
    """By its session, or by our own reference when we never heard which session was made."""
    found = Checkout.objects.filter(session_id=fact.session_id).first()
    return found or Checkout.objects.filter(uuid=named(fact.ours), session_id=None).first()


def named(text: str) -> UUID:
    """The nil UUID, which nothing has, for what is none."""
    return as_uuid(text) or UUID(int=0)


def mismatch(checkout: Checkout, order: Order, fact: PaymentFact) -> Unmatched.Why | None:
    """Why this payment is not the one that we asked for; None when it is."""
    if named(fact.ours) != checkout.uuid or named(fact.order) != order.uuid:
        return Why.REFERENCE
    if fact.livemode != (checkout.mode == Mode.LIVE):
        return Why.MODE
    if fact.currency.lower() != EURO:
        return Why.CURRENCY
    return None if fact.cents == checkout.cents else Why.AMOUNT


def not_paid(checkout: Checkout, fact: PaymentFact, now: datetime) -> bool:
    """Only what is still open changes: a payment that was booked stays booked, whatever comes after it."""
    # In the condition of the update, and not read before: facts come in any order.
    mine = Checkout.objects.open().filter(pk=checkout.pk)
    if fact.state == Paid.CONFIRMING:
        mine.filter(submitted_at=None).update(submitted_at=now, session_id=fact.session_id)
    elif fact.state in CLOSED:
        mine.update(outcome=CLOSED[fact.state], closed_at=now, session_id=fact.session_id)
    return True


def close(checkout: Checkout, outcome: Checkout.Outcome, now: datetime) -> None:
    Checkout.objects.filter(pk=checkout.pk).exclude(outcome=Checkout.Outcome.PAID).update(outcome=outcome, closed_at=now)


def book(
    instalment: Instalment,
    kind: LedgerEntry.Kind,
    reference: str,
    cents: int,
    now: datetime,
    *,
    at: datetime,
    way: str = "",
    of: LedgerEntry | None = None,
    by: User | None = None,
) -> LedgerEntry | None:
    """Add to the ledger, signed cents, with its paper; None when it stands there already. The caller holds the order's lock."""
    known = {"order_id": instalment.order_id, "instalment": instalment, "cents": cents, "of": of, "way": way[:40], "by": by}
    known |= {"mode": instalment.order.mode, "at": at, "booked_at": now}
    # The unique pair of kind and reference is what makes a fact that comes twice one booking.
    entry, new = LedgerEntry.objects.get_or_create(kind=kind, reference=reference, defaults=known)
    if not new:
        return None
    invoices.issue(entry=entry, now=now)
    return entry


def tell_of_surplus(order: Order, entry: LedgerEntry, now: datetime) -> None:
    """More than the price came in, or something came in for what has ended: kept, and the office gives it back."""
    if order.cancelled_at or order.enrolment.status in {Status.WITHDRAWN, Status.COMPLETED}:
        tell_office(kind=kinds.PAID_AFTER_END, key=str(entry.pk), about=str(order.pk), now=now)
    elif sums_of([entry.instalment])[entry.instalment_id].surplus:
        tell_office(kind=kinds.PAID_TWICE, key=str(entry.pk), about=str(order.pk), now=now)


# --- Money that goes back -----------------------------------------------------------------------------------------


def settle_refund(fact: RefundFact, now: datetime) -> bool:
    entry = payment_entry(fact.payment_id)
    if entry is None:
        return unmatched("refund", fact.refund_id, Why.UNKNOWN, fact, now)
    order = locked_order(entry.order_id)
    refund = refund_row(fact, entry, now)
    if fact.currency.lower() != EURO or fact.cents != refund.cents:
        why = Why.CURRENCY if fact.currency.lower() != EURO else Why.AMOUNT
        return unmatched("refund", fact.refund_id, why, fact, now, order)
    # What failed at the bank has been told to the office and was perhaps given back another way: it is not taken up again.
    if refund.status == Refund.Status.FAILED:
        return True
    if fact.state == GivenBack.DONE:
        book(entry.instalment, Kind.REFUND, fact.refund_id, -fact.cents, now, at=fact.at, of=entry)
    elif fact.state == GivenBack.FAILED:
        came_back(order, entry, refund, fact, now)
    write_refund(refund, fact, now)
    found_after_all("refund", fact.refund_id, now)
    follow(order, now)
    return True


def payment_entry(reference: str) -> LedgerEntry | None:
    return LedgerEntry.objects.select_related("instalment__order").filter(kind=Kind.PAYMENT, reference=reference).first()


def refund_row(fact: RefundFact, entry: LedgerEntry, now: datetime) -> Refund:
    """Ours, or a new one for a refund that was made at Stripe itself."""
    found = Refund.objects.filter(refund_id=fact.refund_id).first() or Refund.objects.filter(uuid=named(fact.ours), entry=entry).first()
    return found or Refund.objects.create(
        uuid=uuid4(),
        order_id=entry.order_id,
        entry=entry,
        cents=fact.cents,
        reason=Refund.Reason.AGREED,
        status=Refund.Status.SENDING,
        # Never sent: the column wants one, and this one cannot be one of ours.
        idempotency_key=f"seen:{fact.refund_id}",
        refund_id=fact.refund_id,
        asked_at=now,
        approved_at=now,
    )


def came_back(order: Order, entry: LedgerEntry, refund: Refund, fact: RefundFact, now: datetime) -> None:
    """A refund can fail days after it was done: what was booked is booked back, and the office finds another way."""
    done = LedgerEntry.objects.filter(kind=Kind.REFUND, reference=fact.refund_id).first()
    if done:
        book(entry.instalment, Kind.REFUND_FAILED, fact.refund_id, fact.cents, now, at=now, of=done)
    tell_office(kind=kinds.REFUND_FAILED, key=str(refund.pk), about=str(order.pk), now=now)


def write_refund(refund: Refund, fact: RefundFact, now: datetime) -> None:
    """A refund that is done is not under way again, however late that is told."""
    status = {GivenBack.DONE: Refund.Status.DONE, GivenBack.FAILED: Refund.Status.FAILED}.get(fact.state, Refund.Status.PENDING)
    if refund.status == Refund.Status.DONE and status == Refund.Status.PENDING:
        return
    closed = None if status == Refund.Status.PENDING else refund.closed_at or now
    Refund.objects.filter(pk=refund.pk).update(status=status, refund_id=fact.refund_id, closed_at=closed)


def settle_dispute(fact: DisputeFact, now: datetime) -> bool:
    entry = payment_entry(fact.payment_id)
    if entry is None:
        return unmatched("dispute", fact.dispute_id, Why.UNKNOWN, fact, now)
    order = locked_order(entry.order_id)
    if fact.currency.lower() != EURO or fact.livemode != (entry.mode == Mode.LIVE):
        why = Why.CURRENCY if fact.currency.lower() != EURO else Why.MODE
        return unmatched("dispute", fact.dispute_id, why, fact, now, order)
    found_after_all("dispute", fact.dispute_id, now)
    known = {"order": order, "entry": entry, "cents": fact.cents, "opened_at": fact.at}
    dispute, _new = Dispute.objects.get_or_create(dispute_id=fact.dispute_id, defaults=known)
    tell_office(kind=kinds.DISPUTED, key=fact.dispute_id, about=str(order.pk), now=now)
    # Won is the last word; an older "lost" that arrives late takes nothing out.
    if fact.state == Disputed.OPEN or dispute.status == Dispute.Status.WON:
        return True
    book_dispute(dispute, entry, fact, now)
    follow(order, now)
    return True


def book_dispute(dispute: Dispute, entry: LedgerEntry, fact: DisputeFact, now: datetime) -> None:
    """While a dispute is open nothing is taken from a client; lost takes the money out, won afterwards brings it back."""
    lost = LedgerEntry.objects.filter(kind=Kind.DISPUTE, reference=fact.dispute_id).first()
    if fact.state == Disputed.LOST:
        book(entry.instalment, Kind.DISPUTE, fact.dispute_id, -dispute.cents, now, at=now, of=entry)
    elif lost:
        book(entry.instalment, Kind.DISPUTE_WON, fact.dispute_id, dispute.cents, now, at=now, of=lost)
    Dispute.objects.filter(pk=dispute.pk).update(status=Dispute.Status(fact.state.value), closed_at=dispute.closed_at or now)


# --- What fits nothing --------------------------------------------------------------------------------------------


def unmatched(kind: str, reference: str, why: Unmatched.Why, fact: Fact, now: datetime, order: Order | None = None) -> bool:
    """Keep it where the office sees it; always False. What is of no order of ours may be of another shop of the practice."""
    known = {"why": why, "cents": fact.cents, "currency": fact.currency[:8], "order": order, "seen_at": now}
    row, new = Unmatched.objects.get_or_create(kind=kind, reference=reference, defaults=known)
    # Of no order of ours is ordinary where the practice sells more than this; another amount for an order of ours is not.
    if new and why != Why.UNKNOWN:
        tell_office(kind=kinds.MISMATCH, key=str(row.pk), about=str(row.pk), now=now)
    return False


def found_after_all(kind: str, reference: str, now: datetime) -> None:
    """What fitted nothing fits now."""
    Unmatched.objects.waiting().filter(kind=kind, reference=reference, why=Why.UNKNOWN).update(solved_at=now)
