"""Beginning to pay one instalment online, and asking how far it is. No transaction is open while the gateway is asked."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.refusal import Refused
from billing import unwanted
from billing.models import Checkout, Instalment, Order
from billing.payments import locked_order, settle
from billing.seam import Declined, Gateway, Paid, PaymentFact, Unreachable
from billing.standing import sums_of
from programme.models import Status

log = logging.getLogger(__name__)

# A page at Stripe lives for a day; a link is not handed out in its last hour.
LINK_LASTS = timedelta(hours=23)
# What the gateway has never heard of for so long is asked after no more.
UNKNOWN_AFTER = timedelta(days=2)
UNREACHABLE = _("The payment page does not answer right now. Nothing was paid. Try again in a few minutes.")


def begin(*, instalment: Instalment, gateway: Gateway, now: datetime) -> str:
    """The address at which this instalment is paid. Pressed twice, or in two tabs, it is the same one.

    Raises Refused when nothing is owed, while a bank still confirms, and when the gateway does not answer.
    """
    checkout = attempt(instalment=instalment, gateway=gateway, now=now)
    # Perhaps it was paid in the meantime; only after asking is it known that a new page is right.
    if checkout.url and checkout.made_at + LINK_LASTS < now:
        look(checkout=checkout, gateway=gateway, now=now)
        checkout = attempt(instalment=instalment, gateway=gateway, now=now)
    return checkout.url or opened(checkout, gateway, now)


@transaction.atomic
def attempt(*, instalment: Instalment, gateway: Gateway, now: datetime) -> Checkout:
    """The attempt that is open, or a new one: written before the gateway is asked, with the key that it is asked with.

    One that asks for another amount than is owed by now is offered no longer; paid all the same, it is booked.
    """
    order = locked_order(instalment.order_id)
    refuse_to_pay(order, instalment, gateway)
    owed = sums_of([instalment])[instalment.pk].owed
    unwanted.drop(Checkout.objects.filter(instalment=instalment).exclude(cents=owed), now)
    found = Checkout.objects.open().wanted().filter(instalment=instalment).select_related("order__client", "instalment").first()
    if found:
        return found
    last = Checkout.objects.filter(instalment=instalment).aggregate(last=Max("attempt"))["last"] or 0
    return Checkout.objects.create(
        order=order,
        instalment=instalment,
        attempt=last + 1,
        # From facts alone: a process that died before it heard asks for the same page again, not for a second.
        idempotency_key=f"checkout:{order.uuid}:{instalment.number}:{last + 1}",
        cents=owed,
        mode=gateway.mode,
        made_at=now,
    )


def refuse_to_pay(order: Order, instalment: Instalment, gateway: Gateway) -> None:
    """Raises Refused when nothing is to be paid here now. The order is locked."""
    if order.cancelled_at or order.enrolment.status == Status.WITHDRAWN:
        raise Refused(_("This programme has ended: nothing is to be paid any more."))
    if not Instalment.objects.open().filter(pk=instalment.pk).exists():
        raise Refused(_("Nothing is to be paid here: this is settled."))
    # A direct debit takes days. Paying twice in those days is the mistake that people make most.
    if Checkout.objects.open().filter(instalment=instalment, submitted_at__isnull=False).exists():
        raise Refused(_("Your payment is being confirmed by the bank. You need not do anything."))
    # Test money for a real order would open real weeks.
    if order.mode != gateway.mode:
        raise Refused(_("This order cannot be paid here any more. Ask the practice; it is quickly arranged."))


def opened(checkout: Checkout, gateway: Gateway, now: datetime) -> str:
    """Ask for the page. When no answer comes the attempt stays, and the same key asks again."""
    try:
        started = gateway.start(checkout)
    except Unreachable as error:
        # Perhaps another tab asked at the same moment, and heard.
        heard = Checkout.objects.filter(pk=checkout.pk).values_list("url", flat=True).get()
        if heard:
            return heard
        raise Refused(UNREACHABLE) from error
    except Declined as error:
        log.error("the gateway refused a checkout: %s", error)  # noqa: TRY400  a word, not a trace
        Checkout.objects.open().filter(pk=checkout.pk).update(outcome=Checkout.Outcome.FAILED, closed_at=now)
        raise Refused(UNREACHABLE) from error
    Checkout.objects.filter(pk=checkout.pk).update(session_id=started.session_id, url=started.url)
    return started.url


def look(*, checkout: Checkout, gateway: Gateway, now: datetime) -> None:
    """Ask how far an attempt is, and apply it; a page that is not wanted any more is closed. What cannot be asked now stays as
    it is, and is asked again later."""
    if checkout.closed_at or checkout.mode != gateway.mode:
        return
    try:
        fact = fact_of(checkout, gateway, now)
    except (Unreachable, Declined, Refused) as error:
        log.warning("a checkout could not be looked at: %s", type(error).__name__)
        if isinstance(error, Declined) and checkout.made_at + UNKNOWN_AFTER < now:
            Checkout.objects.open().filter(pk=checkout.pk).update(outcome=Checkout.Outcome.EXPIRED, closed_at=now)
        return
    if fact:
        settle(fact=fact, now=now)


def fact_of(checkout: Checkout, gateway: Gateway, now: datetime) -> PaymentFact | None:
    """None where the answer to the first question was never heard, and the page is known only now."""
    if checkout.session_id is None:
        opened(checkout, gateway, now)
        if checkout.unwanted_at is None:
            return None
        checkout.refresh_from_db(fields=["session_id"])
    session_id = checkout.session_id or ""
    # What a bank is confirming cannot be closed, and is booked when it comes.
    close = checkout.unwanted_at is not None and checkout.submitted_at is None
    return gateway.expire(session_id) if close else gateway.payment(session_id)


def close_pages(*, gateway: Gateway, now: datetime) -> int:
    """Close the pages that nobody is to pay at any more; how many were asked for."""
    pages = list(Checkout.objects.open().exclude(unwanted_at=None).filter(mode=gateway.mode).select_related("order__client", "instalment"))
    for page in pages:
        look(checkout=page, gateway=gateway, now=now)
    return len(pages)


def state(checkout: Checkout) -> Paid:
    """What the client is told: paid, being confirmed, or try again. Never failed while it is unknown."""
    if checkout.outcome == Checkout.Outcome.PAID:
        return Paid.PAID
    if checkout.closed_at is None or checkout.outcome == Checkout.Outcome.MISMATCH:
        return Paid.CONFIRMING
    return Paid.FAILED
