"""One invoice for each payment and one credit note for each refund: numbered at once, frozen, and never for want of a paper refused."""

from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Practice
from billing import invoices, papers, printing
from billing.document import Document, Kind
from billing.models import BillTo, Invoice, LedgerEntry, Mode, Order, Plan, Series, Unissued
from billing.vat import Regime
from notices.models import Notice
from tests import people
from tests.billing import orders, practices
from tests.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture(autouse=True)
def practice() -> Practice:
    return practices.complete()


@pytest.fixture
def order() -> Order:
    made = orders.ordered(orders.invited(), mode=Mode.LIVE)
    practices.addressed(made.client)
    return made


def paid(order: Order, number: int = 1, **fields: object) -> LedgerEntry:
    return orders.booked(order.instalments.get(number=number), mode=order.mode, **fields)


def given_back(entry: LedgerEntry, cents: int | None = None, kind: str = "refund", **fields: object) -> LedgerEntry:
    sign = 1 if kind in {"refund failed", "dispute won"} else -1
    return orders.booked(entry.instalment, kind=kind, cents=sign * (cents or abs(entry.cents)), of=entry, mode=entry.mode, **fields)


def issued(entry: LedgerEntry) -> Invoice:
    made = invoices.issue(entry=entry, now=NOW)
    assert made is not None
    return made


def test_each_payment_gets_the_next_number_of_its_year(order) -> None:
    codes = [issued(paid(order, number)).code for number in (1, 2, 3)]

    assert codes == ["2026-0001", "2026-0002", "2026-0003"]


def test_asked_twice_it_is_the_same_paper(order) -> None:
    entry = paid(order)

    assert issued(entry).pk == issued(entry).pk
    assert Series.objects.get(name="2026").last == 1


def test_a_payment_of_which_nothing_came_leaves_no_gap(order) -> None:
    point = transaction.savepoint()
    issued(paid(order))
    transaction.savepoint_rollback(point)

    assert issued(paid(order)).code == "2026-0001"


def test_a_new_year_begins_with_one_and_is_told_by_the_clock_of_the_practice(order) -> None:
    issued(paid(order))
    new_year = NOW.replace(month=12, day=31, hour=23, minute=30)  # half past midnight in Amsterdam
    made = invoices.issue(entry=paid(order, 2), now=new_year)

    assert (made.code, made.issued_on.isoformat()) == ("2027-0001", "2027-01-01")


def test_a_credit_note_has_a_series_of_its_own_and_names_its_invoice(order) -> None:
    entry = paid(order)
    invoice, credit = issued(entry), issued(given_back(entry, 10_000))

    assert (credit.code, credit.kind, credit.credits_id) == ("C2026-0001", Kind.CREDIT, invoice.pk)
    assert (credit.gross_cents, credit.net_cents, credit.vat_cents, credit.signed_cents) == (10_000, 8_264, 1_736, -10_000)


def test_a_refund_that_came_back_is_invoiced_again(order) -> None:
    entry = paid(order)
    issued(entry)
    back = given_back(entry)
    issued(back)
    again = issued(given_back(back, kind="refund failed"))

    assert again.kind == Kind.INVOICE
    assert "terugkwam" in again.lines[0]["text"]


@pytest.mark.parametrize("kind", ["dispute", "dispute won"])
def test_of_a_charge_back_there_is_no_paper_for_the_debt_stands(order, kind: str) -> None:
    entry = paid(order)
    issued(entry)

    assert invoices.issue(entry=given_back(entry, kind=kind), now=NOW) is None
    assert not Unissued.objects.exists()


@pytest.mark.parametrize("mode", [Mode.DEMO, Mode.TEST])
def test_where_no_money_moved_the_series_and_the_paper_say_so(mode: str) -> None:
    order = orders.ordered(orders.invited(), mode=mode)
    practices.addressed(order.client)
    made = issued(paid(order))

    assert (made.code, made.is_demo) == ("DEMO-2026-0001", True)


def test_all_facts_are_frozen_whatever_changes_afterwards(order) -> None:
    made = issued(paid(order))
    before = made.document
    BillTo.objects.update(street="Elders 1")
    Practice.objects.update(street="Verhuisd 1")
    Order.objects.update(vat_regime=Regime.SMALL)
    made.refresh_from_db()

    assert made.document == before


def test_the_text_of_a_line_is_neutral_and_in_the_clients_language(order) -> None:
    whole = orders.ordered(orders.invited("Tom de Boer", language="en"), plan=Plan.FULL, mode=Mode.LIVE)
    practices.addressed(whole.client)

    assert issued(paid(order, 2)).lines[0]["text"] == "Begeleiding, termijn 2 van 3"
    assert issued(paid(whole)).lines[0]["text"] == "Guidance, twelve weeks"


@pytest.mark.parametrize("field", ["name", "street", "postcode", "city", "kvk_number", "vat_id"])
def test_without_a_legal_fact_of_the_practice_the_paper_waits_and_the_payment_does_not(order, field: str) -> None:
    practices.complete(**{field: ""})
    entry = paid(order)

    assert invoices.issue(entry=entry, now=NOW) is None
    assert Unissued.objects.get(entry=entry).why == Unissued.Why.SELLER
    assert invoices.issue_waiting(NOW) == 0
    practices.complete()
    assert invoices.issue_waiting(NOW) == 1
    assert Invoice.objects.get(entry=entry).code == "2026-0001"
    assert not Unissued.objects.exists()


def test_who_is_exempt_as_care_needs_no_vat_id() -> None:
    practices.complete(vat_id="")
    order = orders.ordered(orders.invited(), mode=Mode.LIVE, vat_regime=Regime.CARE)
    practices.addressed(order.client)

    assert issued(paid(order)).vat_cents == 0


def test_without_the_clients_address_it_waits_for_that_and_the_credit_note_for_its_invoice(order) -> None:
    BillTo.objects.all().delete()
    entry = paid(order)
    back = given_back(entry)
    for each in (entry, back):
        assert invoices.issue(entry=each, now=NOW) is None
    assert list(Unissued.objects.waiting().values_list("why", flat=True)) == [Unissued.Why.BUYER, Unissued.Why.INVOICE]

    practices.addressed(order.client)
    assert invoices.issue_waiting(NOW, client=order.client) == 2
    assert Invoice.objects.get(entry=back).credits == Invoice.objects.get(entry=entry)


def test_a_practice_that_makes_its_own_gets_none_also_not_afterwards(order) -> None:
    practices.complete(invoices_elsewhere=True)
    entry = paid(order)
    assert invoices.issue(entry=entry, now=NOW) is None

    practices.complete()
    back = given_back(entry)
    assert invoices.issue(entry=back, now=NOW) is None
    assert invoices.issue_waiting(NOW) == 0
    assert not Invoice.objects.exists()


def test_an_invoice_of_ours_is_credited_by_us_also_when_the_practice_makes_its_own_by_then(order) -> None:
    entry = paid(order)
    issued(entry)
    practices.complete(invoices_elsewhere=True)

    assert issued(given_back(entry)).kind == Kind.CREDIT


def test_printing_freezes_both_files_with_their_hashes_and_tells_the_client(order) -> None:
    made = issued(paid(order))
    assert printing.print_due(NOW + timedelta(minutes=1)) == 1
    made.refresh_from_db()

    assert bytes(made.pdf).startswith(b"%PDF-")
    assert sha256(bytes(made.pdf)).hexdigest() == made.pdf_sha256
    assert sha256(bytes(made.ubl)).hexdigest() == made.ubl_sha256
    assert Notice.objects.get(kind="invoice").recipient == order.client
    assert printing.print_due(NOW) == 0


def test_printed_late_it_is_the_same_to_the_byte(order) -> None:
    made = issued(paid(order))
    early = printing.sheet.pdf(made.document, made_at=made.made_at)
    printing.print_due(NOW + timedelta(days=300))
    made.refresh_from_db()

    assert bytes(made.pdf) == early


def test_one_that_cannot_be_set_stops_no_other(order, monkeypatch) -> None:
    broken, good = issued(paid(order)), issued(paid(order, 2))
    setting = printing.sheet.pdf

    def failing(document: Document, *, made_at: datetime) -> bytes:
        if document.number == broken.code:
            raise RuntimeError
        return setting(document, made_at=made_at)

    monkeypatch.setattr(printing.sheet, "pdf", failing)
    assert printing.print_due(NOW) == 1
    assert [each.pk for each in Invoice.objects.printed()] == [good.pk]


@pytest.mark.parametrize("change", [{"gross_cents": 1}, {"number": 9}, {"seller": {}}, {"lines": []}, {"is_demo": True}])
def test_the_database_refuses_to_edit_a_paper_before_it_is_printed(order, change) -> None:
    made = issued(paid(order))

    with pytest.raises(DatabaseError), transaction.atomic():
        Invoice.objects.filter(pk=made.pk).update(**change)


def test_the_database_refuses_to_print_one_again_or_to_delete_one(order) -> None:
    made = issued(paid(order))
    printing.print_due(NOW)

    with pytest.raises(DatabaseError), transaction.atomic():
        Invoice.objects.filter(pk=made.pk).update(pdf=b"other")
    with pytest.raises(DatabaseError), transaction.atomic():
        Invoice.objects.filter(pk=made.pk).delete()


def test_the_bookkeeping_gets_the_files_of_real_money_only(order) -> None:
    practices.complete(bookkeeping_email="boek@houder.example")
    people.office()
    real = issued(paid(order))
    demo = orders.ordered(orders.invited("Tom de Boer"), mode=Mode.DEMO)
    practices.addressed(demo.client)
    issued(paid(demo))
    printing.print_due(NOW)

    assert [notice.about for notice in Notice.objects.filter(kind="bookkeeping")] == [str(real.uuid)]


MOVES = st.lists(st.tuples(st.integers(1, 3), st.sampled_from(["payment", "refund", "refund failed"]), st.integers(1, 500)), max_size=12)


@settings(max_examples=12, deadline=None)
@given(MOVES, st.sampled_from(Regime.values))
def test_papers_and_ledger_have_the_same_sum(moves, regime) -> None:
    point = transaction.savepoint()
    try:
        order = orders.ordered(orders.invited(), mode=Mode.LIVE, vat_regime=regime)
        practices.addressed(order.client)
        for number, kind, cents in moves:
            book_move(order, number, kind, cents)
        papers_sum = sum(each.signed_cents for each in papers.of_client(order.client))
        assert papers_sum == sum(LedgerEntry.objects.filter(order=order).values_list("cents", flat=True))
        assert all(each.gross_cents == each.net_cents + each.vat_cents for each in Invoice.objects.all())
    finally:
        transaction.savepoint_rollback(point)


def book_move(order: Order, number: int, kind: str, cents: int) -> None:
    """A payment of so many cents, or the taking back of the last movement that it can take back."""
    takes_back = {"refund": "payment", "refund failed": "refund"}.get(kind)
    if takes_back is None:
        issued(paid(order, number, cents=cents))
        return
    last = LedgerEntry.objects.filter(order=order, kind=takes_back, takebacks=None).last()
    if last:
        issued(given_back(last, kind=kind))
