"""Asking the gateway about all that is open: what a lost webhook, a closed tab or a dead process left undone."""

import logging
from datetime import datetime

from billing import checkouts, events, refunds
from billing.models import Checkout, Dispute, Refund, StripeEvent
from billing.payments import settle
from billing.seam import Declined, Gateway, Unreachable

log = logging.getLogger(__name__)


def reconcile(*, gateway: Gateway, now: datetime) -> int:
    """Looks only at what is open, however much is settled; how many things were asked after.

    A gateway that does not answer leaves everything as it is for the next round.
    """
    bring_undelivered(gateway, now)
    failed = StripeEvent.objects.filter(handled_at=None, tries__lt=events.MOST_TRIES)
    asked = sum(events.act_on(event=event, gateway=gateway, now=now) for event in failed.iterator())
    # Of this mode only: a test key cannot ask after real payments, and would hear that they do not exist.
    for checkout in Checkout.objects.open().filter(mode=gateway.mode).select_related("order__client", "instalment").iterator():
        checkouts.look(checkout=checkout, gateway=gateway, now=now)
        asked += 1
    under_way = Refund.objects.filter(closed_at=None, status__in=[Refund.Status.SENDING, Refund.Status.PENDING])
    for refund in under_way.select_related("entry", "order").iterator():
        refunds.look(refund=refund, gateway=gateway, now=now)
        asked += 1
    return asked + look_at_disputes(gateway, now)


def bring_undelivered(gateway: Gateway, now: datetime) -> None:
    try:
        hints = gateway.undelivered(now - events.ASKS_BACK)
    except (Unreachable, Declined) as error:
        log.warning("events could not be asked for: %s", type(error).__name__)
        return
    for hint in hints:
        events.receive(hint=hint, gateway=gateway, now=now)


def look_at_disputes(gateway: Gateway, now: datetime) -> int:
    open_ones = list(Dispute.objects.filter(closed_at=None, entry__mode=gateway.mode))
    for dispute in open_ones:
        try:
            settle(fact=gateway.dispute(dispute.dispute_id), now=now)
        except (Unreachable, Declined) as error:
            log.warning("a dispute could not be looked at: %s", type(error).__name__)
    return len(open_ones)
