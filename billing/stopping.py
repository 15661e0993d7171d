"""Ending before the twelfth week: what is owed, what comes back, and the register of it.

A client stops at any moment (7:408 BW), withdraws within fourteen days, or takes back the consent; or the office ends it. Each calls
the order off, and the weeks that have not opened come back.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import working_days
from accounts.access import coach_of
from accounts.models import Practice, User
from accounts.refusal import Refused
from billing import kinds, refunds
from billing.models import LedgerEntry, Order, Refund, Withdrawal
from billing.payments import locked_order, order_of
from billing.prorata import Settlement, settlement
from billing.unwanted import drop_all_but
from notices import outbox
from notices.desk import tell_office
from notices.models import Channel, Notice
from programme import contact
from programme import enrolment as deeds
from programme.models import RUNNING, Enrolment, Release, Status
from programme.release import locked

Kind = Withdrawal.Kind
TO_DO: Final = "stopping-to-do"
COOLING_OFF_DAYS: Final = 14
OFFICE_WORKING_DAYS: Final = 5
MAY_STOP: Final = {Status.PENDING, Status.ACTIVE}
CHANGED: Final = gettext_lazy("Something changed a moment ago, so the amount is another. Look at it once more.")
CAME_IN: Final = {LedgerEntry.Kind.PAYMENT, LedgerEntry.Kind.TRANSFER}


@dataclass(frozen=True, slots=True)
class Terms:
    """What stopping at one moment means: `kind`, how many weeks had opened, and the money in cents (`None` without an order)."""

    kind: str
    opened: int
    money: Settlement | None

    @property
    def refund(self) -> int:
        return self.money.refund if self.money else 0


def terms(enrolment: Enrolment, order: Order | None, at: datetime, kind: str = "") -> Terms:
    """What ending at `at` means for this enrolment; `kind` says how, where it is not the client who stops or withdraws.

    However it ends: within the fourteen days somebody who did not ask for an early start owes nothing.
    """
    opened = Release.objects.visible(at).of(enrolment).exclude(opened_at__gt=at).count()
    if order is None:
        return Terms(kind or Kind.STOP, opened, None)
    cools_off = may_withdraw(order, at)
    owes = 0 if cools_off and not order.asked_early_at else opened
    paid = sum(refunds.left_of(entry) for entry in payments_of(order))
    kind = kind or (Kind.WITHDRAW if cools_off else Kind.STOP)
    return Terms(kind, opened, settlement(price=order.gross_cents, paid=paid, opened=owes))


def may_withdraw(order: Order, at: datetime) -> bool:
    day_of = Practice.current().local_day
    return order.ordered_at is not None and day_of(at) <= last_day(day_of(order.ordered_at))


def last_day(ordered: date) -> date:
    """The last day to withdraw: fourteen days after the order, or the working day after (Regulation 1182/71, article 3)."""
    day = ordered + timedelta(days=COOLING_OFF_DAYS)
    return day if working_days.is_working_day(day) else working_days.next_working_day(day)


def due_day(asked: date) -> date:
    """By when the office approves: five working days."""
    return working_days.nth_working_day(asked, OFFICE_WORKING_DAYS)


def payments_of(order: Order) -> list[LedgerEntry]:
    """What came in, the latest first: that goes back first."""
    return list(LedgerEntry.objects.filter(order=order, kind__in=CAME_IN).order_by("-at", "-pk"))


@transaction.atomic
def stop(*, enrolment: Enrolment, shown: int, goodbye: bool, now: datetime) -> Withdrawal:
    """A client stops, or withdraws: the programme ends now, the register has it, and what comes back waits for the office.

    `shown` is the refund in cents that was shown. Raises Refused when it is another by now, or nothing runs any more.
    """
    order, fresh = locked_for_ending(enrolment, now)
    if fresh.status not in MAY_STOP:
        raise Refused(_("This programme has ended."))
    ends = terms(fresh, order, now)
    refuse_another_amount(ends, shown)
    made = register(fresh, order, ends, now, goodbye=goodbye)
    end(made, fresh, order, ends, now, by=fresh.client, reason=ends.kind)
    if goodbye:
        ask_goodbye(fresh, now)
    return made


@transaction.atomic
def end_by_office(*, enrolment: Enrolment, shown: int, reason: str, by: User, now: datetime) -> Withdrawal | None:
    """The office ends a programme, for a `reason` of its list: as when its client stops, and the client hears of it by mail.

    `shown` is the refund in cents that was shown. None for an invitation, which only ends. Raises Refused when the amount is
    another by now, or nothing runs any more.
    """
    order, fresh = locked_for_ending(enrolment, now)
    ends = terms(fresh, order, now, Kind.OFFICE)
    refuse_another_amount(ends, shown)
    return ended(fresh, order, ends, now, by=by, reason=reason)


@transaction.atomic
def end_with_consent(*, enrolment: Enrolment, now: datetime) -> Withdrawal | None:
    """Without the consent nobody guides: the programme ends, whatever comes back. None for an invitation, which only ends."""
    order, fresh = locked_for_ending(enrolment, now)
    return ended(fresh, order, terms(fresh, order, now, Kind.CONSENT), now, by=fresh.client)


def locked_for_ending(enrolment: Enrolment, now: datetime) -> tuple[Order | None, Enrolment]:
    """The order that stands and the enrolment, locked in the order in which all of money locks; what was only begun is called
    off. Raises Refused when nothing runs any more."""
    # Its key is read without a lock, to lock the order before the enrolment; what changed in between is refused below.
    known = Order.objects.filter(enrolment=enrolment, cancelled_at=None).values_list("pk", flat=True).first()
    order = locked_order(known) if known else None
    fresh = locked(enrolment)
    if fresh.status not in RUNNING or (order is not None and order.cancelled_at):
        raise Refused(_("This programme has ended."))
    # Ordered between the two: the amount on the page was of nothing.
    if order is None and order_of(fresh):
        raise Refused(CHANGED)
    Order.objects.begun().filter(enrolment=fresh).update(cancelled_at=now)
    return order if order and order.ordered_at else None, fresh


def refuse_another_amount(ends: Terms, shown: int) -> None:
    if ends.refund != shown:
        raise Refused(CHANGED)


def ended(enrolment: Enrolment, order: Order | None, ends: Terms, now: datetime, by: User, reason: str = "") -> Withdrawal | None:
    """Register it and end it; an invitation that nobody has ordered on only ends."""
    if enrolment.status == Status.INVITED and order is None:
        deeds.stop(enrolment=enrolment, by=by, now=now, reason=reason or ends.kind)
        return None
    made = register(enrolment, order, ends, now, reason=reason)
    end(made, enrolment, order, ends, now, by=by, reason=reason or ends.kind)
    return made


def register(
    enrolment: Enrolment, order: Order | None, ends: Terms, now: datetime, *, goodbye: bool = False, reason: str = ""
) -> Withdrawal:
    client = enrolment.client
    return Withdrawal.objects.create(
        kind=ends.kind,
        reason=reason,
        order=order,
        name=client.name,
        contract=order.reference if order else "",
        email=client.email,
        language=client.language,
        wants_goodbye=goodbye,
        asked_at=now,
        receipt_due_at=now,
    )


def end(withdrawal: Withdrawal, enrolment: Enrolment, order: Order | None, ends: Terms, now: datetime, *, by: User, reason: str) -> None:
    """End the programme and reckon. The caller holds the order's lock."""
    deeds.stop(enrolment=enrolment, by=by, now=now, reason=reason)
    reckon(withdrawal, enrolment, order, ends, now, by=by)


def reckon(withdrawal: Withdrawal, enrolment: Enrolment, order: Order | None, ends: Terms, now: datetime, *, by: User) -> None:
    """Call the order off, put what comes back on the list, and write in the register what it came to."""
    facts: dict[str, object] = {"order": order, "kind": ends.kind, "weeks_opened": ends.opened, "given_back_cents": ends.refund}
    facts |= {"kept_cents": ends.money.keep if ends.money else 0}
    if order is not None:
        Order.objects.filter(pk=order.pk).update(cancelled_at=now)
        drop_all_but(order, {}, now)
        give_back(order, ends, by, now)
    elif ends.kind != Kind.OFFICE:
        kind = kinds.CONSENT_WITHDRAWN if ends.kind == Kind.CONSENT else kinds.STOPPED_ELSEWHERE
        tell_office(kind=kind, key=str(enrolment.pk), about=str(enrolment.pk), now=now)
    if ends.refund:
        tell_office(kind=TO_DO, key=str(withdrawal.uuid), about=str(withdrawal.pk), now=now)
    else:
        facts["approved_at"] = now
    Withdrawal.objects.filter(pk=withdrawal.pk).update(**facts)


def give_back(order: Order, ends: Terms, by: User, now: datetime) -> None:
    """Spread the refund over what came in, the latest payment first: each goes back by the means by which it came."""
    left, reason = ends.refund, Refund.Reason.WITHDRAWN if ends.kind == Kind.WITHDRAW else Refund.Reason.STOPPED
    for entry in payments_of(order):
        cents = min(left, refunds.left_of(entry))
        if cents:
            refunds.ask(entry=entry, cents=cents, reason=reason, by=by, now=now)
            left -= cents


def ask_goodbye(enrolment: Enrolment, now: datetime) -> None:
    """A last answer from whoever cares for this client: on the desk, as somebody who would like to hear."""
    coach = coach_of(enrolment.client, now)
    if coach:
        key = f"{enrolment.pk}:goodbye"
        outbox.post(recipient=coach, kind=contact.KIND, key=key, about=str(enrolment.pk), now=now, channel=Channel.DESK)


@transaction.atomic
def close(*, withdrawal: Withdrawal, by: User, now: datetime) -> bool:
    """Take it off the list once nothing waits to be given back; False while something does."""
    fresh = Withdrawal.objects.select_for_update(of=("self",)).get(pk=withdrawal.pk)
    if fresh.order_id is None or Refund.objects.filter(order=fresh.order_id, status=Refund.Status.TO_DO).exists():
        return False
    Withdrawal.objects.filter(pk=fresh.pk, approved_at=None).update(approved_at=now, approved_by=by)
    off_the_desk(fresh, now)
    return True


def close_of(*, order: Order, by: User, now: datetime) -> None:
    """Off the list with the last refund of its order, wherever that was approved."""
    for withdrawal in Withdrawal.objects.to_do().filter(order=order):
        close(withdrawal=withdrawal, by=by, now=now)


def off_the_desk(withdrawal: Withdrawal, now: datetime) -> None:
    Notice.objects.on_desk().filter(kind=TO_DO, about=str(withdrawal.pk)).update(sent_at=now)
