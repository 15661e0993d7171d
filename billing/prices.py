"""A price of the office's own for one person: a scholarship, a lower price. It is an order like any other, and the client agrees to it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.refusal import Refused
from billing.models import Offer, Order, Plan
from billing.ordering import begun, draft_of, facts_of, locked_draft
from programme.models import Enrolment, Status

MOST_CENTS = 10_000_000


@transaction.atomic
def propose(*, enrolment: Enrolment, offer: Offer, cents: int, by: User, now: datetime) -> Order:
    """Let this invited person order what `offer` says for `cents` (0: a scholarship). Raises Refused after the order."""
    if enrolment.status != Status.INVITED:
        raise Refused(_("Only somebody who is invited and has not ordered yet can get another price."))
    if cents != 0 and not 3 <= cents <= MOST_CENTS:
        raise Refused(_("Fill in a price, or 0 for a scholarship."))
    plans = [Plan.FULL.value] if cents == 0 else [plan.value for plan in offer.plans]
    facts = facts_of(offer) | {"gross_cents": cents, "plans": plans}
    found = draft_of(enrolment) or begun(enrolment, facts, now, by)
    fresh = locked_draft(found)
    Order.objects.filter(pk=fresh.pk).update(**facts, priced_by=by)
    fresh.refresh_from_db()
    return fresh
