"""The kinds of notices about money, and the facts of their mails. They come from the office: an answer goes there."""

from datetime import date

from django.utils import timezone

from accounts.models import Practice
from billing import kinds
from billing.euro import euro
from billing.models import Instalment, Method, Order
from billing.standing import planned
from billing.terms import coming_or_past
from notices.kinds import Kind, register
from notices.models import Notice

PAYMENTS = "/betalingen/"


def term_of(notice: Notice) -> tuple[Instalment | None, date]:
    pk, _step, day = notice.about.split(":")
    found = Instalment.objects.select_related("order__enrolment").filter(pk=int(pk)).first()
    return found, date.fromisoformat(day)


def still_due(notice: Notice) -> bool:
    """Not paid, not being confirmed, and due on the day that the mail would say."""
    pk, _step, day = notice.about.split(":")
    dues = coming_or_past(timezone.now(), only=int(pk))
    return any(due.day.isoformat() == day and not due.is_confirming for due in dues)


def term(notice: Notice) -> dict[str, object]:
    instalment, day = term_of(notice)
    if instalment is None:
        return {"url": PAYMENTS}
    return {
        "number": instalment.number,
        "amount": euro(instalment.cents),
        "day": day,
        "opens": instalment.before_week,
        "waits": instalment.before_week + instalment.grace_weeks,
        "office": Practice.current().office_email,
        "url": PAYMENTS,
    }


def placed(notice: Notice) -> dict[str, object]:
    order = Order.objects.select_related("enrolment").filter(pk=int(notice.about)).first()
    if order is None:
        return {"url": PAYMENTS}
    practice, first = Practice.current(), order.instalments.first()
    return {
        "starts_on": order.starts_on,
        "amount": euro(order.gross_cents),
        "count": order.instalments.count(),
        "each": euro(first.cents) if first else "",
        "second_day": planned(order)[5].date() if order.instalments.count() > 1 else None,
        "third_day": planned(order)[9].date() if order.instalments.count() > 1 else None,
        "by_transfer": str(order.method) if order.method == Method.TRANSFER and first else "",
        "iban": practice.iban,
        "reference": order.reference,
        "early": "yes" if order.asked_early_at else "",
        "office": practice.office_email,
        "url": PAYMENTS,
    }


def register_all() -> None:
    for name in (kinds.TERM_LINK, kinds.TERM_DUE, kinds.TERM_REMINDER):
        register(Kind(name, wanted=still_due, details=term, capped=False, from_office=True))
    register(Kind(kinds.ORDERED, details=placed, capped=False, from_office=True))
    for name in kinds.TASKS:
        register(Kind(name, capped=False))
