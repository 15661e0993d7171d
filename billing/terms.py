"""Telling of a term: its link seven days ahead, its day, three and six days after; and the office on the eighth.

A term is due on the day on which its week opens, so a pause moves both. One week more opens all the same; the next waits.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Subquery

from billing import kinds
from billing.models import Checkout, Instalment
from notices import outbox
from notices.desk import tell_office
from programme.models import Release, Status

AHEAD_DAYS = 7
OFFICE_AFTER_DAYS = 8
# The first days after which each is told, and its kind; whoever missed one hears the latest only.
STEPS = (
    (-AHEAD_DAYS, "ahead", kinds.TERM_LINK),
    (0, "day", kinds.TERM_DUE),
    (3, "plus-3", kinds.TERM_REMINDER),
    (6, "plus-6", kinds.TERM_REMINDER),
)
# After this nobody is reminded by a machine.
LAST_DAYS = 9
LOOKS_BACK = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Due:
    """One term that is not paid, the local day on which it is due, and whether a bank is confirming its payment."""

    instalment: Instalment
    day: date
    days_past: int
    is_confirming: bool


def remind(now: datetime) -> int:
    """Put what is to be told in the outbox, once for each step of each due day; how many terms were looked at."""
    looked = 0
    for due in coming_or_past(now):
        looked += 1
        if due.is_confirming:
            continue
        if due.days_past >= OFFICE_AFTER_DAYS:
            tell_office(kind=kinds.TERM_OVERDUE, key=about(due, "office"), about=str(due.instalment.order_id), now=now)
        step = step_of(due.days_past)
        if step:
            client = due.instalment.order.client
            outbox.post(recipient=client, kind=step[2], key=about(due, step[1]), about=about(due, step[1]), now=now)
    return looked


def opening() -> Subquery:
    """For instalments: when their week opens (UTC), which is when they are due."""
    opens = Release.objects.filter(enrolment=OuterRef("order__enrolment"), week__number=OuterRef("before_week"))
    return Subquery(opens.values("opens_at")[:1])


def confirming() -> Exists:
    """For instalments: whether a bank is confirming their payment."""
    return Exists(Checkout.objects.open().filter(instalment=OuterRef("pk"), submitted_at__isnull=False))


def coming_or_past(now: datetime, only: int | None = None) -> Iterator[Due]:
    """Terms of running programmes that are not paid, from seven days ahead; `only` the one with that pk. During a pause nobody
    is reminded."""
    near = Instalment.objects.open().filter(number__gt=1, order__enrolment__status=Status.ACTIVE)
    near = near if only is None else near.filter(pk=only)
    dated = near.annotate(due_at=opening(), is_confirming=confirming())
    soon = dated.filter(due_at__lte=now + timedelta(days=AHEAD_DAYS + 1), due_at__gt=now - LOOKS_BACK)
    for instalment in soon.select_related("order__enrolment", "order__client"):
        enrolment = instalment.order.enrolment
        today = enrolment.local_day(now)
        known = vars(instalment)
        day = known["due_at"].astimezone(ZoneInfo(enrolment.zone)).date()
        if (day - today).days <= AHEAD_DAYS and not enrolment.pause_on(today):
            yield Due(instalment, day, (today - day).days, known["is_confirming"])


def step_of(days_past: int) -> tuple[int, str, str] | None:
    """The latest step whose day has come; None before the first and long after the last."""
    if days_past > LAST_DAYS:
        return None
    return next((step for step in reversed(STEPS) if days_past >= step[0]), None)


def about(due: Due, step: str) -> str:
    """`pk:step:day`: with another due day it is told anew."""
    return f"{due.instalment.pk}:{step}:{due.day.isoformat()}"
