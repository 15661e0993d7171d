"""Offers and orders that tests of money are about. Plain functions; every test says what it needs."""

from datetime import datetime, timedelta
from uuid import uuid4

from billing.models import Instalment, LedgerEntry, Mode, Offer, Order, Plan, Regime
from programme import enrolment as deeds
from programme.models import Enrolment, Status
from tests import people
from tests.people import MONDAY, NOW

PRICE = 99_000


def offer(**fields: object) -> Offer:
    known: dict[str, object] = {
        "title_nl": "Begeleiding, twaalf weken",
        "title_en": "Guidance, twelve weeks",
        "gross_cents": PRICE,
        "valid_from": MONDAY - timedelta(days=30),
    }
    return Offer.objects.create(**known | fields)


def invited(name: str = "Noor Visser", **fields: object) -> Enrolment:
    return deeds.enrol(
        client=people.client(name, **fields), programme=people.programme(), coach=people.coach(), starts_on=MONDAY, by=None, now=NOW
    )


def ordered(of: Enrolment, plan: str = Plan.TERMS, cents: int = PRICE, now: datetime = NOW, **fields: object) -> Order:
    """An order as it stands after the flow, not paid; its enrolment waits to start."""
    known: dict[str, object] = {
        "reference": uuid4().hex[:12].upper(),
        "enrolment": of,
        "client": of.client,
        "title_nl": "Begeleiding, twaalf weken",
        "title_en": "Guidance, twelve weeks",
        "gross_cents": cents,
        "plan": plan,
        "care_kind": of.care_kind,
        "vat_regime": Regime.STANDARD,
        "starts_on": of.starts_on,
        "mode": Mode.DEMO,
        "made_at": now,
        "ordered_at": now,
    }
    made = Order.objects.create(**known | fields)
    weeks = [1] if plan == Plan.FULL else [1, 5, 9]
    for number, week in enumerate(weeks, 1):
        part = cents // len(weeks) + (number <= cents % len(weeks))
        Instalment.objects.create(order=made, number=number, before_week=week, cents=part, grace_weeks=int(number > 1))
    Enrolment.objects.filter(pk=of.pk, status=Status.INVITED).update(status=Status.PENDING)
    return made


def booked(instalment: Instalment, now: datetime = NOW, kind: str = "payment", **fields: object) -> LedgerEntry:
    """A movement of money as the ledger has it, without what follows from it."""
    known: dict[str, object] = {
        "order": instalment.order,
        "instalment": instalment,
        "kind": kind,
        "reference": f"pi_{uuid4().hex}",
        "cents": instalment.cents,
        "mode": Mode.DEMO,
        "at": now,
        "booked_at": now,
    }
    return LedgerEntry.objects.create(**known | fields)
