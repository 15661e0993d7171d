"""Numbers for ten thousand papers by eight workers: how fast, and that none is left out or given twice."""

import subprocess
import sys
import time
from datetime import UTC, date, datetime

from django.db import transaction

from accounts.models import Practice
from billing import invoices, printing
from billing.models import BillTo, Instalment, Invoice, LedgerEntry, Mode, Order
from programme.models import Enrolment
from tests.bench.databases import part
from tests.bench.figures import Figure, tell

WORKERS = 8
PAPERS = 10_000
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LEGAL = {"street": "Gracht 1", "postcode": "3511 AW", "city": "Utrecht", "kvk_number": "12345678", "vat_id": "NL001234567B01"}


def main(worker: str = "") -> None:
    if worker:
        work(int(worker))
        return
    pay()
    began = time.perf_counter()
    workers = [subprocess.Popen([sys.executable, *part("papers", str(number))]) for number in range(WORKERS)]
    failed = [worker for worker in workers if worker.wait()]
    took = time.perf_counter() - began
    numbers = sorted(Invoice.objects.filter(series="2026").values_list("number", flat=True))
    whole = not failed and numbers == list(range(1, PAPERS + 1))
    said = "no gap, no double" if whole else "A GAP OR A DOUBLE"
    what = f"{PAPERS:,} invoices by {WORKERS} workers, their start included: {said}"
    tell(Figure(what, f"{PAPERS / took:,.0f} a second", "", "", "no gap, no double", whole), printed())


def pay() -> None:
    """Many payments of one order: only their papers are measured."""
    Practice.objects.update_or_create(pk=1, defaults=LEGAL)
    enrolment = Enrolment.objects.select_related("client").order_by("pk")[0]
    client = enrolment.client
    BillTo.objects.create(client=client, name=client.name, street="Singel 2", postcode="2311 BG", city="Leiden")
    order = Order.objects.create(
        reference="BENCH",
        enrolment=enrolment,
        client=client,
        title_nl="Begeleiding",
        title_en="Guidance",
        gross_cents=99_000,
        plan="full",
        care_kind="coaching",
        vat_regime="standard",
        starts_on=date(2026, 11, 23),
        mode=Mode.LIVE,
        made_at=NOW,
        ordered_at=NOW,
    )
    instalment = Instalment.objects.create(order=order, number=1, before_week=1, cents=99_000)
    known = {"order": order, "instalment": instalment, "kind": "payment", "mode": Mode.LIVE, "at": NOW, "booked_at": NOW}
    LedgerEntry.objects.bulk_create((LedgerEntry(reference=f"bench-{n}", cents=100 + n, **known) for n in range(PAPERS)), batch_size=1_000)


def work(mine: int) -> None:
    """Every eighth payment, each in a transaction of its own."""
    for entry in LedgerEntry.objects.filter(reference__startswith="bench-").select_related("order__client", "instalment").order_by("pk"):
        if entry.pk % WORKERS == mine:
            with transaction.atomic():
                invoices.issue(entry=entry, now=NOW)


def printed() -> Figure:
    """PDF and UBL of a batch, by one worker."""
    began = time.perf_counter()
    done = printing.print_due(NOW)
    took = 1000 * (time.perf_counter() - began) / max(done, 1)
    return Figure(f"printing {done} papers one by one: PDF, UBL and the mail in the outbox", f"{took:.1f} ms each", "", "", "", None)
