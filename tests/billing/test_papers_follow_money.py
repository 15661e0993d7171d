"""From the fact to the paper: what the one deed books has its invoice, and what the office gives back its credit note."""

from itertools import permutations

import pytest

from billing import invoices, printing
from billing.models import Invoice, LedgerEntry, Mode, Order, Refund, Unissued, Withdrawal
from billing.payments import settle
from billing.seam import GivenBack, Paid, RefundFact
from billing.stopping import TO_DO
from notices.models import Notice
from tests.billing import orders, practices
from tests.billing.bank import checkout, fact
from tests.billing.test_stopping import running, stop
from tests.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def order() -> Order:
    practices.complete()
    made = orders.ordered(orders.invited(), mode=Mode.DEMO)
    practices.addressed(made.client)
    return made


def codes() -> list[str]:
    return [paper.code for paper in Invoice.objects.order_by("pk")]


def test_a_payment_that_is_told_of_five_times_has_one_invoice(order) -> None:
    paid = fact(checkout(order.instalments.get(number=1)), Paid.PAID)
    for _each in range(5):
        settle(fact=paid, now=NOW)

    assert codes() == ["DEMO-2026-0001"]


def test_for_want_of_a_paper_no_payment_is_refused(order) -> None:
    practices.complete(kvk_number="")

    assert settle(fact=fact(checkout(order.instalments.get(number=1)), Paid.PAID), now=NOW)
    assert Unissued.objects.count() == LedgerEntry.objects.count() == 1


def test_without_the_address_the_client_is_asked_for_it_once(order) -> None:
    order.client.bill_to.delete()
    for number in (1, 2):
        settle(fact=fact(checkout(order.instalments.get(number=number)), Paid.PAID), now=NOW)

    assert Notice.objects.filter(kind="invoice-address", recipient=order.client).count() == 1


@pytest.mark.parametrize("order_of_facts", list(permutations(range(3))))
def test_whatever_comes_first_papers_and_ledger_have_the_same_sum(order, order_of_facts) -> None:
    first, second = (fact(checkout(order.instalments.get(number=number)), Paid.PAID) for number in (1, 2))
    back = RefundFact("re_1", first.payment_id, "", GivenBack.DONE, 10_000, "eur", NOW)
    for _round in range(3):  # what comes too early fits nothing, and is told again
        for which in order_of_facts:
            settle(fact=(first, second, back)[which], now=NOW)

    assert sum(paper.signed_cents for paper in Invoice.objects.all()) == sum(LedgerEntry.objects.values_list("cents", flat=True)) == 56_000
    assert Invoice.objects.count() == 3


def test_a_refund_that_comes_back_later_is_invoiced_again(order) -> None:
    paid = fact(checkout(order.instalments.get(number=1)), Paid.PAID)
    settle(fact=paid, now=NOW)
    for state in (GivenBack.DONE, GivenBack.FAILED):
        settle(fact=RefundFact("re_1", paid.payment_id, "", state, 33_000, "eur", NOW), now=NOW)

    assert codes() == ["DEMO-2026-0001", "DEMO-C2026-0001", "DEMO-2026-0002"]
    assert printing.print_due(NOW) == 3


def test_who_stops_gets_money_back_after_one_press_of_the_office_and_a_credit_note(office) -> None:
    practices.complete()
    order = running(7, mode=Mode.DEMO)
    practices.addressed(order.client)
    for entry in LedgerEntry.objects.order_by("pk"):
        invoices.issue(entry=entry, now=NOW)
    made = stop(order)
    answer = office.post(f"/kantoor/stoppen/{made.uuid}/akkoord/")
    made.refresh_from_db()

    assert answer.status_code == 302
    assert (made.approved_at, made.approved_by.is_office) == (NOW, True)
    assert set(Refund.objects.values_list("status", flat=True)) == {"done"}
    assert sum(LedgerEntry.objects.values_list("cents", flat=True)) == made.kept_cents == 57_750
    assert sum(paper.signed_cents for paper in Invoice.objects.all()) == 57_750
    assert [paper.credits.code for paper in Invoice.objects.filter(kind="credit").order_by("pk")] == ["DEMO-2026-0003", "DEMO-2026-0002"]
    assert not Notice.objects.on_desk().filter(kind=TO_DO).exists()


def test_what_the_gateway_refuses_stays_on_the_list(office) -> None:
    practices.complete()
    order = running(7, mode=Mode.LIVE)  # paid for real, while the gateway here is the demonstration's
    made = stop(order)
    office.post(f"/kantoor/stoppen/{made.uuid}/akkoord/")

    assert Withdrawal.objects.to_do().filter(pk=made.pk).exists()
    assert set(Refund.objects.values_list("status", flat=True)) == {"to do"}
