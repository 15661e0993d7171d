"""Pages of payment at which nothing is to be paid any more: settled another way, another amount by now, or called off.

They are marked under the order's lock. Closing them asks the gateway, so that comes after the commit.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q

from billing.models import Checkout, Order
from billing.models.facts import CheckoutQuerySet
from billing.nudge import nudge


def drop_all_but(order: Order, owed: Mapping[int, int], now: datetime) -> None:
    """Of this order only pages that ask what is owed are wanted: cents by the instalment's pk. The caller holds the order's lock."""
    # Nothing, for an order of which nothing is owed: `Q()` would be everything.
    wanted = Q(pk__in=[])
    for instalment, cents in owed.items():
        wanted |= Q(instalment=instalment, cents=cents)
    drop(Checkout.objects.filter(order=order).exclude(wanted), now)


def drop(pages: CheckoutQuerySet, now: datetime) -> None:
    if pages.open().wanted().update(unwanted_at=now):
        nudge("billing.tasks.close_pages")
