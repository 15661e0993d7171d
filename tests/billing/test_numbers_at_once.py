"""Papers by several workers at once: on PostgreSQL, with a connection each, no number is left out and none is given twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from billing import invoices
from billing.models import Invoice, LedgerEntry, Mode, Series
from tests.billing import orders, practices
from tests.people import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency, pytest.mark.postgres]

WORKERS = 8
EACH = 40


@pytest.fixture
def payments() -> list[LedgerEntry]:
    """A third of them is given back, so both series of the year are asked for in turn."""
    practices.complete()
    order = orders.ordered(orders.invited(), mode=Mode.LIVE)
    practices.addressed(order.client)
    first = order.instalments.get(number=1)
    return [orders.booked(first, mode=Mode.LIVE, cents=100 + number) for number in range(WORKERS * EACH)]


def work(some: list[LedgerEntry]) -> None:
    """Each payment in a transaction of its own; some of them fail after they had a number, some bring a credit note too."""
    try:
        for number, entry in enumerate(some):
            give_up(entry) if number % 5 == 0 else None
            with transaction.atomic():
                invoices.issue(entry=entry, now=NOW)
                if number % 3 == 0:
                    back = orders.booked(entry.instalment, kind="refund", cents=-entry.cents, of=entry, mode=Mode.LIVE)
                    invoices.issue(entry=back, now=NOW)
    finally:
        connections.close_all()


def give_up(entry: LedgerEntry) -> None:
    with transaction.atomic():
        invoices.issue(entry=entry, now=NOW)
        transaction.set_rollback(True)


def test_eight_workers_leave_no_gap_and_give_none_twice(payments) -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, [payments[start::WORKERS] for start in range(WORKERS)]))

    for series, count in (("2026", len(payments)), ("C2026", WORKERS * ((EACH + 2) // 3))):
        numbers = sorted(Invoice.objects.filter(series=series).values_list("number", flat=True))
        assert numbers == list(range(1, count + 1))
        assert Series.objects.get(name=series).last == count


def test_one_payment_told_of_eight_times_at_once_gets_one_paper(payments) -> None:
    entry = payments[0]
    with ThreadPoolExecutor(WORKERS) as pool:
        made = list(pool.map(lambda _: told(entry), range(WORKERS)))

    assert len(set(made)) == 1
    assert Invoice.objects.get(entry=entry).code == "2026-0001"


def told(entry: LedgerEntry) -> int:
    """As `settle` does: under the lock of the order."""
    try:
        with transaction.atomic():
            type(entry.order).objects.select_for_update().get(pk=entry.order_id)
            made = invoices.issue(entry=entry, now=NOW)
            assert made is not None
            return made.pk
    finally:
        connections.close_all()
