"""The credit notes of one invoice have together exactly its net and its VAT: however it is split, and whatever comes back."""

from itertools import pairwise
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from billing import invoices
from billing.document import Kind, Line
from billing.models import Instalment, Invoice, LedgerEntry, Mode
from billing.sheet import facts
from billing.ubl import BASIC, ubl
from billing.vat import Regime, Split, on_top_of, split
from tests.billing import orders, practices
from tests.billing.documents import document
from tests.people import NOW

pytestmark = pytest.mark.django_db


def paid(cents: int, regime: str) -> Instalment:
    practices.complete()
    order = orders.ordered(orders.invited(), cents=cents, plan="full", mode=Mode.LIVE, vat_regime=regime)
    practices.addressed(order.client)
    return order.instalments.select_related("order").get()


def booked(instalment: Instalment, kind: str, cents: int, of: LedgerEntry | None = None) -> tuple[LedgerEntry, Invoice]:
    entry = orders.booked(instalment, kind=kind, cents=cents, of=of, reference=uuid4().hex, mode=Mode.LIVE)
    paper = invoices.issue(entry=entry, now=NOW)
    assert paper is not None
    return entry, paper


def parts_of(cents: int, cuts: list[int]) -> list[int]:
    """`cents` in parts at these cuts, each of one cent or more."""
    edges = [0, *sorted({1 + cut % (cents - 1) for cut in cuts} if cents > 1 else set()), cents]
    return [until - start for start, until in pairwise(edges)]


@given(st.integers(1, 500_000), st.lists(st.integers(0, 500_000), max_size=30), st.sampled_from(Regime.values))
def test_parts_of_an_amount_are_together_that_amount(cents: int, cuts: list[int], regime: str) -> None:
    sum_so_far = Split(0, 0, 0)
    for part in parts_of(cents, cuts):
        found = on_top_of(sum_so_far, part, regime)
        assert found.gross == found.net + found.vat == part
        assert found.net >= 0 <= found.vat
        sum_so_far = Split(*(getattr(sum_so_far, name) + getattr(found, name) for name in ("gross", "net", "vat")))

    assert sum_so_far == split(cents, regime)


@given(st.integers(0, 5_000), st.integers(-3, 3), st.integers(-5_000, 5_000), st.sampled_from(Regime.values))
def test_after_another_way_of_rounding_no_part_has_more_vat_than_money(gross: int, off: int, cents: int, regime: str) -> None:
    known = split(gross, regime)
    found = on_top_of(Split(gross, known.net - off, known.vat + off), max(cents, -gross), regime)

    assert abs(found.vat) <= abs(found.gross)
    assert found.vat * found.gross >= 0 <= found.net * found.gross


@settings(max_examples=6, deadline=None)
@given(st.integers(1, 500_000), st.lists(st.integers(0, 500_000), max_size=8), st.sampled_from(Regime.values))
def test_all_credit_notes_of_an_invoice_are_the_invoice(cents: int, cuts: list[int], regime: str) -> None:
    instalment = paid(cents, regime)
    payment, invoice = booked(instalment, "payment", cents)
    notes = [booked(instalment, "refund", -part, payment)[1] for part in parts_of(cents, cuts)]

    assert sum(note.gross_cents for note in notes) == invoice.gross_cents
    assert sum(note.net_cents for note in notes) == invoice.net_cents
    assert sum(note.vat_cents for note in notes) == invoice.vat_cents
    assert all(note.net_cents >= 0 <= note.vat_cents for note in notes)


@settings(max_examples=6, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 90), st.booleans()), min_size=1, max_size=10), st.sampled_from(Regime.values))
def test_with_refunds_that_came_back_the_sum_is_right_at_every_moment(steps: list[tuple[int, bool]], regime: str) -> None:
    instalment = paid(997, regime)
    payment, invoice = booked(instalment, "payment", 997)
    left = invoice.gross_cents
    for cents, came_back in steps:
        entry, note = booked(instalment, "refund", -cents, payment)
        papers = [note, *([booked(instalment, "refund failed", cents, entry)[1]] if came_back else [])]
        assert all(paper.gross_cents == paper.net_cents + paper.vat_cents for paper in papers)
        left -= 0 if came_back else cents
        sums = [
            paper.vat_cents if paper.kind == Kind.INVOICE else -paper.vat_cents for paper in Invoice.objects.filter(order=invoice.order)
        ]
        assert sum(sums) == invoice.vat_cents - split(997 - left, regime).vat


def test_three_thirds_of_a_cent_that_would_have_been_lost() -> None:
    """One by one they would have had 17 cents of VAT three times, of 52."""
    instalment = paid(300, Regime.STANDARD)
    payment, invoice = booked(instalment, "payment", 300)
    notes = [booked(instalment, "refund", -100, payment)[1] for _each in range(3)]

    assert invoice.vat_cents == 52
    assert [note.vat_cents for note in notes] == [17, 18, 17]


def test_print_and_ubl_say_what_the_books_have() -> None:
    made = document(kind=Kind.CREDIT, gross=100, lines=(Line("Begeleiding", 100, 18),))
    sums = dict(facts(made)["sums"])
    root = ElementTree.fromstring(ubl(made))
    said = [each.text for each in root.iter(f"{BASIC}TaxAmount")] + [each.text for each in root.iter(f"{BASIC}LineExtensionAmount")]

    assert [text.replace("\xa0", " ") for text in sums.values()] == ["\N{MINUS SIGN}€ 0,82", "\N{MINUS SIGN}€ 0,18"]
    assert said == ["0.18", "0.18", "0.82", "0.82"]


@pytest.mark.parametrize("wrong", [-1, 101])
def test_no_paper_has_more_vat_than_money(wrong: int) -> None:
    with pytest.raises(ValueError, match="VAT"):
        document(gross=100, lines=(Line("Begeleiding", 100, wrong),))
