"""A bank transfer is a payment too: the office sees it on the bank's page and books it here, with its day and reference."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Practice, User
from accounts.refusal import Refused
from billing.models import Instalment, LedgerEntry
from billing.payments import book, locked_order, tell_of_surplus
from billing.standing import follow

MOST_CENTS = 10_000_000
# Further back it is a slip of the year, which is the slip that people make in January.
LONGEST_AGO = timedelta(days=366)


@transaction.atomic
def book_transfer(*, instalment: Instalment, cents: int, on: date, reference: str, by: User, now: datetime) -> LedgerEntry:
    """Book `cents` that came in on local day `on`, also for what is paid or has ended: it is here, and can go back.

    Raises Refused on a day ahead or over a year ago, and on what was booked already.
    """
    practice = Practice.current()
    today = practice.local_day(now)
    if on > today:
        raise Refused(_("That day is still to come. Book a transfer once it is there."))
    if on < today - LONGEST_AGO:
        raise Refused(_("That day is more than a year ago. Look at the year once more."))
    if not 1 <= cents <= MOST_CENTS:
        raise Refused(_("Fill in the amount that came in."))
    order = locked_order(instalment.order_id)
    if order.ordered_at is None:
        raise Refused(_("This order does not stand: nothing can be booked on it."))
    fresh = Instalment.objects.select_related("order").get(pk=instalment.pk)
    # A bank gives the day only; noon is that day in every zone that we meet.
    at = datetime.combine(on, time(12), ZoneInfo(practice.zone))
    # What makes the same transfer the same: two of one day and amount differ in what was written with them.
    name = f"{on.isoformat()}:{order.reference}:{instalment.number}:{' '.join(reference.split()).casefold()}"
    entry = book(fresh, LedgerEntry.Kind.TRANSFER, name[:255], cents, now, at=at, way="transfer", by=by)
    if entry is None:
        raise Refused(_("This transfer is booked already, with the same day and reference."))
    follow(order, now)
    tell_of_surplus(order, entry, now)
    return entry
