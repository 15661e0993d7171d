"""What the tables of money themselves refuse, whoever writes."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from billing.models import Instalment, LedgerEntry, Order
from tests.billing import orders

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
