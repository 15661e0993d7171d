"""What Stripe says: kept once under its own id, and believed in nothing but what it is about. The object itself is fetched anew."""

import logging
from datetime import datetime, timedelta

from billing.models import StripeEvent
from billing.payments import payment_entry, settle
from billing.seam import Fact, Gateway, Hint

log = logging.getLogger(__name__)

# What Stripe could not bring is asked for over so many days.
ASKS_BACK = timedelta(days=3)
# After that it stands on the office's page until somebody looks; an event that always fails must not fill every round.
MOST_TRIES = 20


def receive(*, hint: Hint, gateway: Gateway, now: datetime) -> bool:
    """Keep an event and act on it; False when we failed, so that it is sent again. Never raises for what it is about."""
    event, _new = StripeEvent.objects.get_or_create(
        event_id=hint.event_id,
        defaults={
            "type": hint.type[:120],
            "api_version": hint.api_version[:40],
            "livemode": hint.livemode,
            "object_id": hint.object_id[:255],
            "received_at": now,
        },
    )
    return event.handled_at is not None or act_on(event=event, gateway=gateway, now=now)


def act_on(*, event: StripeEvent, gateway: Gateway, now: datetime) -> bool:
    """Act on one event that was kept. Its error is written outside the transaction that failed."""
    why = why_ignored(event, gateway)
    if why:
        StripeEvent.objects.filter(pk=event.pk).update(handled_at=now, why_ignored=why, error="")
        return True
    try:
        for fact in facts(event.type, event.object_id, gateway):
            settle(fact=fact, now=now)
    except Exception as error:  # noqa: BLE001 - whatever it is: kept, shown to the office, and tried again
        log.error("an event could not be handled: %s %s", event.event_id, type(error).__name__)  # noqa: TRY400  no words of anybody
        StripeEvent.objects.filter(pk=event.pk).update(error=type(error).__name__[:120], tries=event.tries + 1)
        return False
    StripeEvent.objects.filter(pk=event.pk).update(handled_at=now, error="", tries=event.tries + 1)
    return True


def why_ignored(event: StripeEvent, gateway: Gateway) -> str:
    """Empty when something is to be done."""
    # Its shape is another. The round of `reconcile` asks after all that is open itself, in our version.
    if event.api_version != gateway.api_version:
        return "version"
    known = event.type.startswith(("checkout.session.", "charge.dispute.")) or event.type in REFUNDS
    return "" if known and event.object_id else "type"


REFUNDS = {"refund.created", "refund.updated", "refund.failed"}


def facts(kind: str, object_id: str, gateway: Gateway) -> list[Fact]:
    """What the event is about, as it is now; before money that goes back, the payment it came from, if we never heard of it."""
    if kind.startswith("checkout.session."):
        return [gateway.payment(object_id)]
    fact = gateway.refund(object_id) if kind in REFUNDS else gateway.dispute(object_id)
    if payment_entry(fact.payment_id):
        return [fact]
    payment = gateway.payment_of(fact.payment_id) if fact.payment_id else None
    return [payment, fact] if payment else [fact]
