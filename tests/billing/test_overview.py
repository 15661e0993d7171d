"""The quarter: what the ledger has is what the overview says, by regime; and a CSV in which nothing is a formula."""

import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import OfficeDeed
from billing import invoices, overview
from billing.models import BillTo, Invoice, LedgerEntry, Mode, Order
from billing.vat import Regime, split
from paper import sheets
from tests import people
from tests.billing import orders, practices
from tests.people import NOW
from tests.signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.engine]

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FIRST, UNTIL = date(2026, 10, 1), date(2027, 1, 1)
BITING = ["=1+1", "+cmd", "-2+3", "@SUM", "\t=1", "\r=1", " =1", '"=HYPERLINK(1)"', ";=1", "＝1", "'=1", "\N{NO-BREAK SPACE}=1", "\u200b=1"]


def ordered(regime: str = Regime.STANDARD, name: str = "Noor Visser") -> Order:
    made = orders.ordered(orders.invited(name), mode=Mode.LIVE, vat_regime=regime)
    practices.addressed(made.client)
    return made


def moved(order: Order, cents: int, at: datetime = NOW, kind: str = "payment", of: LedgerEntry | None = None) -> LedgerEntry:
    entry = orders.booked(order.instalments.get(number=1), kind=kind, cents=cents, of=of, mode=order.mode, at=at)
    invoices.issue(entry=entry, now=max(at, NOW))
    return entry


def quarter() -> overview.Quarter:
    return overview.overview(FIRST, UNTIL, zone=AMSTERDAM, demo=False)


def test_invoices_less_credit_notes_by_regime() -> None:
    practices.complete()
    paid = moved(ordered(), 33_000)
    moved(paid.order, -11_000, kind="refund", of=paid)
    moved(ordered(Regime.CARE, "Tom de Boer"), 20_000)
    rows = {row.regime: (row.gross, row.net, row.vat) for row in quarter().rows}

    assert rows == {"standard": (22_000, 18_182, 3_818), "care": (20_000, 20_000, 0)}
    assert quarter().total.gross == quarter().ledger == 42_000


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        (datetime(2026, 9, 30, 21, 59, 59, tzinfo=UTC), False),  # 23:59 on 30 September in Amsterdam
        (datetime(2026, 9, 30, 22, 0, tzinfo=UTC), True),
        (datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), False),
    ],
)
def test_a_quarter_begins_and_ends_by_the_clock_of_the_practice(at: datetime, counts: bool) -> None:
    practices.complete()
    moved(ordered(), 33_000, at=at)

    assert (quarter().total.gross, quarter().ledger) == ((33_000, 33_000) if counts else (0, 0))


def test_demonstrations_and_tests_count_nowhere() -> None:
    practices.complete()
    order = ordered()
    Order.objects.filter(pk=order.pk).update(mode=Mode.TEST)
    order.refresh_from_db()
    moved(order, 33_000)

    assert quarter().ledger == 0
    assert overview.overview(FIRST, UNTIL, zone=AMSTERDAM, demo=True).total.gross == 33_000


def test_what_has_no_paper_is_told_beside_it() -> None:
    practices.complete()
    paid = moved(ordered(), 33_000)
    moved(paid.order, -33_000, kind="dispute", of=paid)
    practices.complete(invoices_elsewhere=True)
    moved(ordered(name="Tom de Boer"), 10_000)
    practices.complete(invoices_elsewhere=False, kvk_number="")
    moved(ordered(name="Ilse Oud"), 5_000)
    it = quarter()

    assert (it.total.gross, it.charged_back, it.elsewhere, it.waiting, it.ledger) == (33_000, -33_000, 10_000, 5_000, 15_000)


MOVES = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["payment", "transfer", "refund", "dispute"]),
        st.integers(1, 90_000),
        st.integers(-100, 60),
        st.sampled_from(["", "kvk_number", "elsewhere"]),
    ),
    max_size=10,
)


@settings(max_examples=12, deadline=None)
@given(MOVES)
def test_it_equals_the_ledger_whatever_moved(moves) -> None:
    point = transaction.savepoint()
    try:
        practices.complete()
        made = [ordered(regime, f"Noor {regime}") for regime in Regime.values]
        for which, kind, cents, days, lack in moves:
            practices.complete(**{lack: ""} if lack == "kvk_number" else {"invoices_elsewhere": lack == "elsewhere"})
            book(made[which], kind, cents, NOW + timedelta(days=days))
        entries = overview.moved(FIRST, UNTIL, AMSTERDAM, demo=False)
        assert quarter().ledger == sum(entries.values_list("cents", flat=True))
        standard = Invoice.objects.filter(paid_on__gte=FIRST, paid_on__lt=UNTIL, regime="standard")
        vat = [(-1 if each.kind == "credit" else 1) * split(each.gross_cents, "standard").vat for each in standard]
        assert sum(vat) == quarter().total.vat
    finally:
        transaction.savepoint_rollback(point)


def book(order: Order, kind: str, cents: int, at: datetime) -> None:
    paid = LedgerEntry.objects.filter(order=order, kind="payment").last()
    if kind in {"payment", "transfer"}:
        moved(order, cents, at, kind)
    elif paid:
        moved(order, -min(cents, paid.cents), at, kind, of=paid)


@pytest.mark.parametrize("biting", BITING)
def test_no_cell_of_the_csv_is_a_formula(biting: str) -> None:
    practices.complete()
    order = ordered()
    BillTo.objects.filter(client=order.client).update(name=biting)
    paid = moved(order, 33_000)
    moved(order, -33_000, kind="refund", of=paid)
    made = overview.as_csv(Invoice.objects.order_by("pk")).decode()
    cells = [cell for line in csv.reader(StringIO(made.removeprefix("\ufeff")), delimiter=";") for cell in line]

    assert made.startswith("\ufeff")
    assert len(cells) == 3 * 9
    assert not [cell for cell in cells if cell.strip(' \N{NO-BREAK SPACE}\u200b"')[:1] in set("=+-@;\t\r＝")]
    assert f"'{sheets.plain(biting)}" in cells


def test_a_name_that_bites_nobody_stays_as_it_is() -> None:
    assert sheets.harmless("Noor Visser-van den Berg") == "Noor Visser-van den Berg"
    assert sheets.harmless("") == ""


@pytest.mark.parametrize(("year", "number"), [(2026, 0), (2026, 5), (0, 1), (99999, 1)])
def test_a_quarter_that_does_not_exist_is_not_there(clock, year: int, number: int) -> None:
    office = signed_in(people.office(), NOW)

    for tail in ("", ".csv"):
        assert office.get(f"/kantoor/omzet/{year}/{number}/".removesuffix("/" if tail else "") + tail).status_code == 404


def test_the_page_and_the_csv_say_what_was_counted(clock) -> None:
    practices.complete()
    moved(ordered(), 33_000)
    office = signed_in(people.office(), NOW)
    page = office.get("/kantoor/omzet/").content.decode()

    assert "57,27" in page
    assert "330,00" in page
    assert '"330,00"' in office.post("/kantoor/omzet/2026/4.csv").content.decode()
    assert OfficeDeed.objects.get().kind == "quarter taken"
    assert office.get("/kantoor/omzet/2026/4.csv")["Location"] == "/kantoor/omzet/2026/4/"
    assert OfficeDeed.objects.count() == 1, "looking takes nothing along"
    assert office.get("/kantoor/omzet/2026/1/").status_code == 200


@pytest.mark.parametrize("at", ["/kantoor/omzet/2026/4.csv", "/kantoor/papieren/2026/11.zip"])
def test_a_list_of_names_leaves_only_after_a_recent_proof(clock, at: str) -> None:
    office = signed_in(people.office(), NOW)
    assert office.post(at).status_code == 200
    clock.shift(timedelta(minutes=16))
    for answer in (office.post(at), office.get(at), office.head(at)):
        assert answer["Location"].startswith("/account/")
    assert signed_in(people.coach(), NOW).get(at).status_code == 404


def test_the_latest_quarters_follow_each_other_back_over_the_year() -> None:
    practices.complete()
    moved(ordered(), 33_000)
    found = overview.lately(date(2027, 2, 1), zone=AMSTERDAM, demo=False)
    assert [(year, number, quarter.total.gross, quarter.ledger) for year, number, quarter in found] == [
        (2027, 1, 0, 0),
        (2026, 4, 33_000, 33_000),
        (2026, 3, 0, 0),
        (2026, 2, 0, 0),
    ]
