"""How an order stands, derived from the sum of its ledger, and what follows from it: its cover, and the start.

What came in and stayed (payments, transfers, less what a bank took back) settles an instalment when it is at least its price.
What was given back is subtracted from what the practice has, not from what the client paid: a part given back, or a payment
that came twice and went back once, leaves a paid instalment paid. When all of it went back it covers nothing, and nothing is owed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Sum

from accounts.models import Practice
from accounts.refusal import Refused
from billing import kinds
from billing.models import Instalment, LedgerEntry, Order
from billing.unwanted import drop_all_but
from notices.desk import tell_office
from programme import enrolment as deeds
from programme.calendar import WEEKS
from programme.cover import set_cover
from programme.models import Enrolment, Status
from programme.release import locked, note, plan

Kind = LedgerEntry.Kind
CAME_IN = {Kind.PAYMENT, Kind.TRANSFER, Kind.DISPUTE, Kind.DISPUTE_WON}
WENT_BACK = {Kind.REFUND, Kind.REFUND_FAILED}
# A start that is a few days past opens its first week at once; one that is longer past gets a new first day.
LATE_START_DAYS = 6


@dataclass(frozen=True, slots=True)
class Sums:
    """Of one instalment, in cents: its price, what came in and stayed, and what the practice gave back."""

    price: int
    came_in: int = 0
    given_back: int = 0

    @property
    def kept(self) -> int:
        return self.came_in - self.given_back

    @property
    def covers(self) -> bool:
        return self.came_in >= self.price and self.kept > 0

    @property
    def owed(self) -> int:
        return 0 if self.came_in >= self.price else max(0, self.price - self.kept)

    @property
    def surplus(self) -> int:
        """What came in beyond the price and is still here: a double payment, to be given back."""
        return max(0, self.kept - self.price)


def sums_of(instalments: Iterable[Instalment]) -> dict[int, Sums]:
    """Per instalment's pk. One query."""
    each = list(instalments)
    rows = LedgerEntry.objects.filter(instalment__in=each).order_by().values_list("instalment", "kind").annotate(Sum("cents"))
    found = {instalment.pk: [0, 0] for instalment in each}
    for instalment, kind, cents in rows:
        found[instalment][kind in WENT_BACK] += cents
    return {instalment.pk: Sums(instalment.cents, found[instalment.pk][0], -found[instalment.pk][1]) for instalment in each}


def covered_through(instalments: list[Instalment], sums: dict[int, Sums]) -> int:
    """Through which week (0-12) the payments cover: up to the first that does not, and its grace. `instalments` in their order."""
    for instalment in instalments:
        if not sums[instalment.pk].covers:
            return instalment.before_week - 1 + instalment.grace_weeks
    return WEEKS


def follow(order: Order, now: datetime) -> None:
    """Let the ledger's sum be known: what is settled, which pages still ask, the cover, the start. The caller holds the order's lock."""
    instalments = list(order.instalments.order_by("number"))
    sums = sums_of(instalments)
    for instalment in instalments:
        settled = sums[instalment.pk].owed == 0
        if instalment.settled != settled:
            Instalment.objects.filter(pk=instalment.pk).update(settled=settled)
    # A page of payment that is still open elsewhere would be paid for nothing.
    drop_all_but(order, {} if order.cancelled_at else {pk: each.owed for pk, each in sums.items()}, now)
    through = 0 if order.cancelled_at else covered_through(instalments, sums)
    set_cover(enrolment=order.enrolment, source=order.source, through_week=through, now=now)
    if through:
        begin(order, now)


def begin(order: Order, now: datetime) -> None:
    """Start what waits to start. Money is never refused for it: what stands in the way is told to the office."""
    enrolment = locked(order.enrolment)
    if enrolment.status != Status.PENDING:
        return
    keep_a_start_ahead(order, enrolment, now)
    try:
        deeds.activate(enrolment=enrolment, by=None, now=now)
    except Refused:
        tell_office(kind=kinds.CANNOT_START, key=str(order.pk), about=str(order.pk), now=now)


def keep_a_start_ahead(order: Order, enrolment: Enrolment, now: datetime) -> None:
    """Money that came weeks after the first day must not open those weeks at once: the first day moves."""
    today = enrolment.local_day(now)
    if (today - enrolment.starts_on).days <= LATE_START_DAYS:
        return
    before, enrolment.starts_on = enrolment.starts_on, Practice.current().next_start(today, notice_days=0)
    enrolment.save(update_fields=["starts_on"])
    days = {"starts_on": before.isoformat()}, {"starts_on": enrolment.starts_on.isoformat()}
    note(enrolment, "restarted", by=None, now=now, before=days[0], after=days[1])


def start_days(today: date, practice: Practice, count: int = 3) -> list[date]:
    first = practice.next_start(today)
    return [first + timedelta(weeks=week) for week in range(count)]


def due_days(order: Order) -> dict[int, datetime]:
    """When each instalment is due (UTC), per number: the moment at which its week opens, or would.

    Once the programme runs it is that week's release, so whatever moves the week moves the term.
    """
    enrolment = order.enrolment
    opens = dict(enrolment.releases.values_list("week__number", "opens_at")) or planned(order)
    return {instalment.number: opens[instalment.before_week] for instalment in order.instalments.all() if instalment.before_week in opens}


def planned(order: Order) -> dict[int, datetime]:
    """Before the programme runs: what the first day that was chosen gives."""
    enrolment = order.enrolment
    first_day = order.starts_on or enrolment.starts_on
    return dict(enumerate(plan(Enrolment(pk=enrolment.pk, starts_on=first_day, zone=enrolment.zone, hour=enrolment.hour)), 1))
