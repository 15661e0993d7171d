"""Giving money back: asked for, approved by the office, sent by the same means, and followed until the bank has it."""

import logging
from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from accounts.models import Practice, User
from accounts.refusal import Refused
from billing.models import LedgerEntry, Order, Refund
from billing.payments import book, locked_order, settle
from billing.seam import Declined, Gateway, Unreachable
from billing.standing import follow

log = logging.getLogger(__name__)
Kind, Status = LedgerEntry.Kind, Refund.Status


@transaction.atomic
def ask(*, entry: LedgerEntry, cents: int, reason: str, by: User | None, now: datetime) -> Refund:
    """Put `cents` of one payment on the list of what is to be given back. Raises Refused beyond what is left of it."""
    locked_order(entry.order_id)
    left = left_of(entry)
    if not 1 <= cents <= left:
        raise Refused(_("Of this payment at most %(most)s cents are left to give back.") % {"most": left})
    uuid = uuid4()
    return Refund.objects.create(
        uuid=uuid,
        order_id=entry.order_id,
        entry=entry,
        cents=cents,
        reason=reason,
        idempotency_key=f"refund:{uuid}",
        asked_at=now,
        asked_by=by,
    )


def left_of(entry: LedgerEntry) -> int:
    """Cents of a payment or transfer that neither went back nor are on their way."""
    # What waits for approval counts as gone, so that two requests cannot together exceed the payment.
    planned = entry.refunds.exclude(status=Status.FAILED).aggregate(cents=Sum("cents"))["cents"] or 0
    taken = entry.takebacks.filter(kind=Kind.DISPUTE).aggregate(cents=Sum("cents"))["cents"] or 0
    returned = LedgerEntry.objects.filter(kind=Kind.DISPUTE_WON, of__of=entry).aggregate(cents=Sum("cents"))["cents"] or 0
    return max(0, entry.cents - planned + taken + returned)


def coming_back(orders: Iterable[Order]) -> dict[int, tuple[int, int]]:
    """Per order's pk the cents that wait for the office's approval, and those that are on their way. One query."""
    open_ones = Refund.objects.filter(order__in=list(orders), closed_at=None).order_by()
    found: dict[int, tuple[int, int]] = {}
    for order, waits, sent in open_ones.values_list("order").annotate(
        waits=Sum("cents", filter=Q(status=Status.TO_DO)), sent=Sum("cents", filter=~Q(status=Status.TO_DO))
    ):
        found[order] = waits or 0, sent or 0
    return found


def approve(*, refund: Refund, by: User, gateway: Gateway, now: datetime, on: datetime | None = None) -> None:
    """Send it, by the means by which it was paid. A bank transfer the office sends back itself, and says so here.

    Pressed twice it is sent once. Raises Refused when the gateway does not answer: it stays on the list, and asking again is safe.
    """
    if refund.entry.kind == Kind.TRANSFER:
        transferred(refund=refund, by=by, now=now, on=on or now)
        return
    if refund.entry.mode != gateway.mode:
        raise Refused(_("This was paid in another way than payments run now. Give it back at Stripe itself."))
    # In a transaction of its own: no lock is held while Stripe is asked.
    claim(refund, by, now)
    send(refund, gateway, now)


@transaction.atomic
def claim(refund: Refund, by: User, now: datetime) -> None:
    locked_order(refund.order_id)
    mine = Refund.objects.filter(pk=refund.pk, status=Status.TO_DO)
    if not mine.update(status=Status.SENDING, approved_by=by, approved_at=now):
        refund.refresh_from_db()
        if refund.status != Status.SENDING:
            raise Refused(_("This was given back already."))


def send(refund: Refund, gateway: Gateway, now: datetime) -> None:
    try:
        # Stripe forgets a key after a day: so first it is asked whether this one went out already.
        fact = gateway.given_back(refund) or gateway.give_back(refund)
    # It stays `sending`: perhaps it went out. `reconcile` asks, under the same key.
    except Unreachable as error:
        raise Refused(_("The payment provider does not answer right now. Try again in a few minutes: it goes out once.")) from error
    except Declined as error:
        log.error("the gateway refused a refund: %s", error)  # noqa: TRY400  a word, not a trace
        Refund.objects.filter(pk=refund.pk, status=Status.SENDING).update(status=Status.TO_DO)
        raise Refused(_("The payment provider refuses this refund. Look at the payment on its own page.")) from error
    settle(fact=fact, now=now)


@transaction.atomic
def transferred(*, refund: Refund, by: User, now: datetime, on: datetime) -> None:
    """The office sent a bank transfer back by hand. Raises Refused on a day before it came, or ahead."""
    order = locked_order(refund.order_id)
    entry = LedgerEntry.objects.select_related("instalment__order").get(pk=refund.entry_id)
    came, went, today = map(Practice.current().local_day, (entry.at, on, now))
    if not came <= went <= today:
        raise Refused(_("Choose the day on which it went back: not before it came in, and not after today."))
    if not Refund.objects.filter(pk=refund.pk, status=Status.TO_DO).update(
        status=Status.DONE, approved_by=by, approved_at=now, closed_at=now, refund_id=f"hand:{refund.uuid}"
    ):
        raise Refused(_("This was given back already."))
    book(entry.instalment, Kind.REFUND, f"hand:{refund.uuid}", -refund.cents, now, at=on, of=entry, by=by)
    follow(order, now)


def look(*, refund: Refund, gateway: Gateway, now: datetime) -> None:
    """Ask how far a refund is, and apply it: also one whose answer was never heard, under the same key."""
    if refund.entry.mode != gateway.mode:
        return
    try:
        fact = gateway.refund(refund.refund_id) if refund.refund_id else gateway.given_back(refund) or gateway.give_back(refund)
    except (Unreachable, Declined) as error:
        log.warning("a refund could not be looked at: %s", type(error).__name__)
        return
    settle(fact=fact, now=now)
