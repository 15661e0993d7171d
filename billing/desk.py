"""What of money waits for the office: each list looks only at what is open."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from accounts.models import User
from billing import kinds
from billing.models import Dispute, Instalment, Order, Refund, StripeEvent, Unissued, Unmatched, Withdrawal
from billing.terms import confirming, opening
from notices.models import Notice
from programme.models import Enrolment, Status

SHOWN = 50
# Tasks of what stands in no list of its own; a dispute, a term or a payment that does not match is counted there.
OF_ENROLMENTS = (kinds.CONSENT_WITHDRAWN, kinds.STOPPED_ELSEWHERE)
UNLISTED = (kinds.CANNOT_START, kinds.PAID_TWICE, kinds.PAID_AFTER_END, kinds.REFUND_FAILED, *OF_ENROLMENTS)


@dataclass(frozen=True, slots=True)
class Waits:
    """How many of each wait for the office."""

    tasks: int
    stopping: int
    overdue: int
    refunds: int
    disputes: int
    unmatched: int
    papers: int
    failed: int


@dataclass(frozen=True, slots=True)
class Task:
    """One thing on a desk, and the order or enrolment that it is about."""

    notice: Notice
    order: Order | None
    enrolment: Enrolment | None


def open_payments(now: datetime) -> QuerySet[Instalment]:
    """What is to come in, the longest open first. `due_at` (UTC) is the opening of its week; first payments of what has not
    started have none; `is_confirming` while a bank has it."""
    found = Instalment.objects.open().exclude(order__enrolment__status=Status.WITHDRAWN)
    dated = found.annotate(due_at=opening(), is_confirming=confirming())
    soon = dated.filter(due_at=None, number=1) | dated.filter(due_at__lte=now + timedelta(days=14))
    return soon.select_related("order__client", "order__enrolment").order_by(F("due_at").asc(nulls_first=True), "pk")


def overdue(now: datetime) -> QuerySet[Instalment]:
    """Payments whose day is over, and that no bank is confirming."""
    return open_payments(now).filter(Q(due_at__lt=now - timedelta(days=1), is_confirming=False))


def waits(member: User, now: datetime) -> Waits:
    """For the office's first page: eight counts, eight queries."""
    return Waits(
        tasks=Notice.objects.on_desk().of(member).filter(kind__in=UNLISTED).count(),
        stopping=Withdrawal.objects.to_do().count(),
        overdue=overdue(now).count(),
        refunds=refunds_open().filter(status=Refund.Status.TO_DO).count(),
        disputes=disputes_open().count(),
        unmatched=unmatched().count(),
        papers=Unissued.objects.waiting().count(),
        failed=events_failed().count(),
    )


def tasks_of(member: User) -> list[Task]:
    """Three queries at most."""
    notices = list(Notice.objects.on_desk().of(member).filter(kind__in=kinds.TASKS).order_by("-created_at")[:SHOWN])
    of_enrolments = [int(each.about) for each in notices if each.kind in OF_ENROLMENTS]
    of_orders = [int(each.about) for each in notices if each.kind not in {kinds.MISMATCH, *OF_ENROLMENTS}]
    orders = Order.objects.select_related("client").in_bulk(of_orders)
    enrolments = Enrolment.objects.select_related("client").in_bulk(of_enrolments)
    return [
        Task(
            each,
            None if each.kind in {kinds.MISMATCH, *OF_ENROLMENTS} else orders.get(int(each.about)),
            enrolments.get(int(each.about)) if each.kind in OF_ENROLMENTS else None,
        )
        for each in notices
    ]


def refunds_open() -> QuerySet[Refund]:
    return Refund.objects.filter(closed_at=None).select_related("order__client", "entry")


def disputes_open() -> QuerySet[Dispute]:
    return Dispute.objects.filter(closed_at=None).select_related("order__client")


def unmatched() -> QuerySet[Unmatched]:
    return Unmatched.objects.waiting().select_related("order__client")


def events_failed() -> QuerySet[StripeEvent]:
    return StripeEvent.objects.filter(handled_at=None)


def can_be_priced() -> QuerySet[Enrolment]:
    """Invited people who have not ordered: for whom the office may make a price of its own."""
    return Enrolment.objects.filter(status=Status.INVITED).select_related("client").order_by("client__name")
