"""Turnover and VAT of a quarter: invoices less credit notes, by regime. Counted on the day on which the money moved.

That is the day on which VAT on a payment in advance falls due, and the only day for who accounts by payment (kasstelsel), as most do
whose clients are private people. The practice's adviser confirms it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from billing.document import Kind
from billing.models import Invoice, LedgerEntry, Mode
from billing.models.papers import InvoiceQuerySet
from billing.vat import Regime
from paper import sheets


@dataclass(frozen=True, slots=True)
class Row:
    """Of one regime, signed cents."""

    regime: str
    name: str
    gross: int = 0
    net: int = 0
    vat: int = 0


@dataclass(frozen=True, slots=True)
class Quarter:
    """`rows` by regime and their sum; and what moved without a paper: cents that wait for one, that have theirs elsewhere, and
    that a bank took back. All together is the ledger's sum."""

    rows: list[Row]
    total: Row
    waiting: int
    elsewhere: int
    charged_back: int

    @property
    def ledger(self) -> int:
        return self.total.gross + self.waiting + self.elsewhere + self.charged_back


def days_of(year: int, quarter: int) -> tuple[date, date]:
    """Its first day and that of the next. Raises ValueError outside 1-4 and years that do not exist."""
    if quarter not in {1, 2, 3, 4}:
        raise ValueError("a year has four quarters")
    first = date(year, 3 * quarter - 2, 1)
    return first, date(year + (quarter == 4), 3 * quarter % 12 + 1, 1)


def quarter_of(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3


def lately(today: date, *, zone: ZoneInfo, demo: bool, count: int = 4) -> list[tuple[int, int, Quarter]]:
    """The quarter of `today` and those before it as `(year, number, quarter)`, the latest first. Two queries each."""
    found, day = [], today
    for _each in range(count):
        first, until = days_of(*quarter_of(day))
        found.append((*quarter_of(day), overview(first, until, zone=zone, demo=demo)))
        day = day_before(first)
    return found


def papers_of(first: date, until: date, *, demo: bool) -> InvoiceQuerySet:
    """Of real money, or in a demonstration of its own."""
    return Invoice.objects.filter(paid_on__gte=first, paid_on__lt=until, is_demo=demo).without_files()


def overview(first: date, until: date, *, zone: ZoneInfo, demo: bool) -> Quarter:
    """Of local days `[first, until)` in `zone`."""
    sums = papers_of(first, until, demo=demo).order_by().values("regime", "kind")
    found = {regime: [0, 0, 0] for regime in Regime.values}
    for each in sums.annotate(gross=Sum("gross_cents"), net=Sum("net_cents"), vat=Sum("vat_cents")):
        sign = -1 if each["kind"] == Kind.CREDIT else 1
        for place, cents in enumerate((each["gross"], each["net"], each["vat"])):
            found[each["regime"]][place] += sign * cents
    rows = [Row(regime, str(Regime(regime).label), *cents) for regime, cents in found.items()]
    total = Row("", "", *(sum(cents[place] for cents in found.values()) for place in range(3)))
    moved = without_paper(first, until, zone, demo=demo)
    return Quarter([row for row in rows if row.gross or row.net or row.vat], total, *moved)


def without_paper(first: date, until: date, zone: ZoneInfo, *, demo: bool) -> tuple[int, int, int]:
    """Cents that wait for a paper, that have theirs elsewhere, that a bank took back or returned."""
    entries = moved(first, until, zone, demo=demo).filter(invoice=None)
    charged_back = Q(kind__in=[LedgerEntry.Kind.DISPUTE, LedgerEntry.Kind.DISPUTE_WON])
    elsewhere = ~charged_back & Q(unissued__why="elsewhere")
    sums = entries.aggregate(
        waiting=Sum("cents", filter=~charged_back & ~Q(unissued__why="elsewhere")),
        elsewhere=Sum("cents", filter=elsewhere),
        charged_back=Sum("cents", filter=charged_back),
    )
    return sums["waiting"] or 0, sums["elsewhere"] or 0, sums["charged_back"] or 0


def moved(first: date, until: date, zone: ZoneInfo, *, demo: bool) -> QuerySet[LedgerEntry]:
    """What the ledger has of those days, as the clock of the practice shows them."""
    begins, ends = (datetime.combine(day, time(), zone) for day in (first, until))
    entries = LedgerEntry.objects.filter(at__gte=begins, at__lt=ends)
    return entries.exclude(mode=Mode.LIVE) if demo else entries.filter(mode=Mode.LIVE)


def as_csv(papers: Iterable[Invoice]) -> bytes:
    """Each paper on a line, amounts as `330,00` and never below zero: the kind says which way."""
    head = _("Number"), _("Kind"), _("Date"), _("Money moved on"), _("To"), _("VAT regime"), _("Excluding VAT"), _("VAT"), _("Incl. VAT")
    return sheets.as_csv(head, (line_of(paper) for paper in papers))


def line_of(paper: Invoice) -> list[sheets.Cell]:
    amounts = [f"{cents // 100},{cents % 100:02}" for cents in (paper.net_cents, paper.vat_cents, paper.gross_cents)]
    of_whom = paper.buyer["name"], paper.get_regime_display()
    return [paper.code, paper.get_kind_display(), paper.issued_on, paper.paid_on, *of_whom, *amounts]


def day_before(until: date) -> date:
    return until - timedelta(days=1)
