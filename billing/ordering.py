"""The flow of an order: choosing, the first day, what is agreed to, and the order itself. Its state stands on the draft, so a
back button, a second tab or a second press changes nothing that was done."""

import secrets
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Practice, User
from accounts.refusal import Refused
from billing import agreements, kinds, regime
from billing.models import Instalment, Method, Offer, Order, Plan
from billing.payments import locked_order
from billing.standing import follow, start_days
from notices import outbox
from programme import enrolment as deeds
from programme.models import Enrolment, Status
from programme.release import locked

# Before each third of the twelve weeks.
TERM_WEEKS = (1, 5, 9)
COOLING_OFF = timedelta(days=14)
# Letters and figures that nobody mistakes for one another, on paper or on the phone.
ALPHABET = "ABCDEFGHJKLMNPRSTUVWXYZ23456789"
NOT_ANY_MORE = _("This is ordered already, and stays as it was agreed.")


def new_reference() -> str:
    """Eight characters in two groups, such as K7QM-4H2P: what a bank transfer mentions, and no more."""
    letters = "".join(secrets.choice(ALPHABET) for _each in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def draft_of(enrolment: Enrolment) -> Order | None:
    return Order.objects.begun().filter(enrolment=enrolment).select_related("offer", "enrolment", "client").first()


def locked_draft(order: Order) -> Order:
    """Raises Refused once it was ordered or called off."""
    fresh = locked_order(order.pk)
    if fresh.ordered_at or fresh.cancelled_at:
        raise Refused(NOT_ANY_MORE)
    return fresh


def facts_of(offer: Offer) -> dict[str, object]:
    """What an order copies from an offer."""
    return {
        "offer": offer,
        "care_kind": offer.care_kind,
        "title_nl": offer.title_nl,
        "title_en": offer.title_en,
        "gross_cents": offer.gross_cents,
        "plans": [plan.value for plan in offer.plans],
        "grace_weeks": offer.grace_weeks,
        "vat_regime": offer.regime,
    }


@transaction.atomic
def choose(*, enrolment: Enrolment, offer: Offer, now: datetime) -> Order:
    """Begin an order for this offer, or let the one that was begun be for it. Raises Refused when it is not offered now."""
    refuse_to_order(enrolment, now)
    if not Offer.objects.valid(enrolment.local_day(now)).for_care(enrolment.care_kind).filter(pk=offer.pk).exists():
        raise Refused(_("This is not offered any more. Look at what is offered now."))
    found = draft_of(enrolment)
    if found is None:
        return begun(enrolment, facts_of(offer), now)
    fresh = locked_draft(found)
    if fresh.priced_by_id is None:
        Order.objects.filter(pk=fresh.pk).update(**facts_of(offer))
    return fresh


def begun(enrolment: Enrolment, facts: dict[str, object], now: datetime, by: User | None = None) -> Order:
    """A draft. Two tabs that begin at once share the one that was first. Raises Refused when something was ordered already."""
    try:
        with transaction.atomic():
            return Order.objects.create(
                enrolment=enrolment,
                client=enrolment.client,
                reference=new_reference(),
                priced_by=by,
                made_at=now,
                **facts,
            )
    except IntegrityError:
        found = draft_of(enrolment)
        if found is None:
            raise Refused(NOT_ANY_MORE) from None
        return found


def refuse_to_order(enrolment: Enrolment, now: datetime) -> None:
    """Raises Refused when this person is not invited, or no longer."""
    fresh = Enrolment.objects.get(pk=enrolment.pk)
    if fresh.status != Status.INVITED:
        raise Refused(NOT_ANY_MORE)
    if fresh.invitation_ends_at and now >= fresh.invitation_ends_at:
        raise Refused(_("This invitation has ended. Ask the practice for a new one; that is no trouble."))


@transaction.atomic
def start_on(*, order: Order, day: date, now: datetime) -> None:
    """Raises Refused on a day that is not one of the next start days."""
    fresh = locked_draft(order)
    if day not in start_days(fresh.enrolment.local_day(now), Practice.current()):
        raise Refused(_("Choose one of the days in the list."))
    Order.objects.filter(pk=fresh.pk).update(starts_on=day)


@transaction.atomic
def agree(*, order: Order, purposes: list[str], now: datetime) -> None:
    """Keep what was agreed to, each with its version and the moment. Raises Refused while something is missing."""
    fresh = locked_draft(order)
    kept = agreements.agreed(purposes, now, Practice.current().terms_url)
    if set(kept) != set(agreements.PURPOSES):
        raise Refused(_("The guidance can begin once you agree to both. Would you rather not? Then you need not do anything."))
    Order.objects.filter(pk=fresh.pk).update(agreed=kept)


def may_ask_early(order: Order, today: date) -> bool:
    """Whether its first day lies within the fourteen days in which it can be withdrawn."""
    return order.starts_on is not None and order.starts_on < today + COOLING_OFF


@transaction.atomic
def place(*, order: Order, plan: str, method: str, early: bool, cents: int, mode: str, now: datetime) -> Order:
    """Order, for the `cents` that were shown. Pressed twice it is ordered once; from here on it never changes.

    Raises Refused when a step is missing, the price is another by now, or the start cannot be that soon without being asked.
    """
    fresh = locked_order(order.pk)
    # Twice pressed: the second press is shown the order that the first made.
    if fresh.ordered_at:
        return fresh
    # The order first, then the enrolment: every deed of money locks in this order, so that none waits for another in a ring.
    fresh.enrolment = locked(fresh.enrolment)
    refuse_to_order(fresh.enrolment, now)
    today = fresh.enrolment.local_day(now)
    refuse_what_is_missing(fresh, plan, method, today)
    refuse_another_price(fresh, cents, today)
    within = may_ask_early(fresh, today)
    if within and not early:
        raise Refused(_("To begin within fourteen days you ask for that yourself. Or choose a later first day."))
    fresh.plan, fresh.method, fresh.mode, fresh.ordered_at = plan, method, mode, now
    fresh.asked_early_at = now if within else None
    fresh.vat_reason = reason_for(fresh, now)
    fresh.save(update_fields=["plan", "method", "mode", "ordered_at", "asked_early_at", "vat_reason"])
    set_instalments(fresh)
    agreements.keep_consents(fresh, fresh.client)
    take_the_place(fresh, now)
    return fresh


def refuse_what_is_missing(order: Order, plan: str, method: str, today: date) -> None:
    if order.cancelled_at:
        raise Refused(NOT_ANY_MORE)
    if order.starts_on is None or order.starts_on not in start_days(today, Practice.current()):
        raise Refused(_("The first day that you chose is too near by now. Choose another."))
    if not agreements.is_whole(order):
        raise Refused(_("First read and choose what you agree to."))
    if plan not in order.plans or method not in Method.values:
        raise Refused(_("Choose how you want to pay."))


def refuse_another_price(order: Order, cents: int, today: date) -> None:
    """What is ordered is what was shown, for what it is now: an offer that changed meanwhile is shown again first."""
    if order.care_kind != order.enrolment.care_kind:
        raise Refused(_("Care or coaching has changed since this price was made. Look at it once more, or ask the practice."))
    if order.priced_by_id is None:
        valid = Offer.objects.valid(today).for_care(order.care_kind).filter(pk=order.offer_id or 0).first()
        if valid is None:
            raise Refused(_("This is not offered any more. Look at what is offered now."))
        if facts_of(valid) != {name: getattr(order, name) for name in facts_of(valid)}:
            raise Refused(_("What is offered has changed since you chose it. Look at it once more."))
    if cents != order.gross_cents:
        raise Refused(_("What is offered has changed since you chose it. Look at it once more."))


def reason_for(order: Order, now: datetime) -> str:
    """Why this regime, as the practice wrote it down; frozen on the order."""
    choice = regime.holding(order.care_kind, now)
    return choice.reason if choice and choice.regime == order.vat_regime else ""


def set_instalments(order: Order) -> None:
    """One payment, or three that differ by a cent at most. Nothing to pay has none."""
    if not order.gross_cents:
        return
    weeks = TERM_WEEKS if order.plan == Plan.TERMS else TERM_WEEKS[:1]
    for number, (week, cents) in enumerate(zip(weeks, parts(order.gross_cents, len(weeks)), strict=True), 1):
        grace = order.grace_weeks if number > 1 else 0
        Instalment.objects.create(order=order, number=number, before_week=week, cents=cents, grace_weeks=grace)


def parts(cents: int, count: int) -> list[int]:
    """`cents` in `count` parts that add up to it; what does not divide is paid first."""
    return [cents // count + (number < cents % count) for number in range(count)]


def take_the_place(order: Order, now: datetime) -> None:
    """The invitation is accepted; the programme starts once the first payment is there."""
    enrolment = order.enrolment
    if order.starts_on and order.starts_on != enrolment.starts_on:
        deeds.restart(enrolment=enrolment, starts_on=order.starts_on, by=order.client, now=now)
    deeds.accept(enrolment=enrolment, now=now)
    follow(order, now)
    outbox.post(recipient=order.client, kind=kinds.ORDERED, key=str(order.uuid), about=str(order.pk), now=now)
