"""What the tables of money themselves refuse, whoever writes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from billing import stopping, withdrawing
from billing.models import Instalment, LedgerEntry, Order, Withdrawal
from tests import people
from tests.billing import orders, practices
from tests.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def order() -> Order:
    return orders.ordered(orders.invited())


@pytest.fixture
def first(order) -> Instalment:
    return order.instalments.get(number=1)


def test_the_ledger_is_only_ever_added_to(first) -> None:
    entry = orders.booked(first, mode="live")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        LedgerEntry.objects.filter(pk=entry.pk).update(cents=1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.delete()
    assert LedgerEntry.objects.get().cents == first.cents


def test_only_money_of_the_demo_may_go(first) -> None:
    orders.booked(first).delete()
    entry = orders.booked(first, mode="test")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.delete()


def test_a_fact_is_booked_once(first) -> None:
    entry = orders.booked(first)
    with pytest.raises(IntegrityError), transaction.atomic():
        orders.booked(first, reference=entry.reference)


@pytest.mark.parametrize(("kind", "cents"), [("payment", -1), ("payment", 0), ("refund", 1), ("dispute", 1), ("gift", 1)])
def test_what_comes_in_is_positive_and_what_goes_out_is_not(first, kind, cents) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        orders.booked(first, kind=kind, cents=cents)


def test_an_enrolment_has_one_order_that_stands(order) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        orders.ordered(order.enrolment)
    Order.objects.filter(pk=order.pk).update(cancelled_at=order.made_at)
    assert orders.ordered(order.enrolment).pk != order.pk


def test_an_order_has_each_number_once(first) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Instalment.objects.create(order=first.order, number=1, before_week=5, cents=1)


def test_nothing_is_ordered_without_a_first_day_and_a_plan() -> None:
    enrolment = orders.invited()
    with pytest.raises(IntegrityError), transaction.atomic():
        orders.ordered(enrolment, starts_on=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        orders.ordered(enrolment, plan="")


# --- The register of who stopped or withdrew ------------------------------------------------------------------------


@pytest.fixture
def said(order) -> Withdrawal:
    return withdrawing.withdraw(name="Noor", contract="K7QM", email="noor@example.nl", language="nl", now=NOW)


def refused(change: dict[str, object]) -> None:
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        Withdrawal.objects.update(**change)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Iemand"},
        {"contract": ""},
        {"email": "x@example.nl"},
        {"asked_at": NOW - timedelta(days=20)},
        {"language": "en"},
        {"wants_goodbye": True},
        {"reason": "office-asked"},
        {"uuid": uuid4()},
    ],
)
def test_what_was_said_stays_as_it_was_said(said, change) -> None:
    refused(change)
    Withdrawal.objects.update(set_aside_at=NOW)
    refused(change)


def test_what_it_came_to_stays_once_it_is_reckoned(said, order) -> None:
    office = people.office()
    withdrawing.match(withdrawal=said, order=order, by=office, now=NOW)
    changes = (
        {"kind": "stop"},
        {"order": None},
        {"weeks_opened": 3},
        {"given_back_cents": 1},
        {"kept_cents": None},
        {"approved_by": office},
    )
    for change in changes:
        refused(change)
    refused({"approved_at": None})
    Withdrawal.objects.update(receipt_sent_at=NOW)


def test_nothing_leaves_the_register_but_what_is_the_demos(said) -> None:
    practice = practices.complete(is_demo=False)
    with pytest.raises(DatabaseError, match="never"), transaction.atomic():
        said.delete()
    practice.is_demo = True
    practice.save()
    said.delete()


@pytest.mark.parametrize(("mode", "goes"), [("demo", True), ("test", False), ("live", False)])
def test_with_an_order_the_orders_own_money_decides(mode, goes) -> None:
    practices.complete(is_demo=True)
    order = orders.ordered(orders.invited(), mode=mode)
    made = stopping.stop(enrolment=order.enrolment, shown=0, goodbye=False, now=NOW)
    if goes:
        made.delete()
    else:
        with pytest.raises(DatabaseError, match="never"), transaction.atomic():
            made.delete()
    assert Withdrawal.objects.exists() != goes
