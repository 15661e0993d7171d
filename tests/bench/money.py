"""Numbers for money: what an event costs to take in, how many payments settle in a second, and that reconciling looks at what is open."""

import subprocess
import sys
import time
from datetime import UTC, date, datetime

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from billing import events, reconcile
from billing.models import Checkout, Instalment, Mode, Order
from billing.payments import settle
from billing.seam import Hint, Paid
from programme.models import Enrolment
from tests.bench.databases import part
from tests.bench.figures import Figure, tell
from tests.billing.bank import Bank, fact

WORKERS, ORDERS, SETTLED = 8, 1_000, 100_000
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def main(worker: str = "") -> None:
    if worker:
        work(int(worker))
        return
    order_many()
    found = [acknowledged(), settled_by_workers(), reconciled()]
    tell(*found)


def order_many() -> None:
    """An order in one payment for each of the crowd: the first thousand open with an attempt to pay, the others settled."""
    enrolments = list(Enrolment.objects.order_by("pk").values_list("pk", "client")[:SETTLED])
    taken = set(Order.objects.values_list("enrolment", flat=True))
    known = {"title_nl": "B", "title_en": "G", "gross_cents": 99_000, "plan": "full", "care_kind": "coaching", "vat_regime": "standard"}
    known |= {"starts_on": date(2026, 11, 23), "mode": Mode.TEST, "made_at": NOW, "ordered_at": NOW}
    Order.objects.bulk_create(
        (Order(reference=f"M{pk}", enrolment_id=pk, client_id=client, **known) for pk, client in enrolments if pk not in taken),
        batch_size=2_000,
    )
    orders = list(Order.objects.filter(reference__startswith="M").order_by("pk").values_list("pk", flat=True))
    Instalment.objects.bulk_create(
        (Instalment(order_id=pk, number=1, before_week=1, cents=99_000, settled=n >= ORDERS) for n, pk in enumerate(orders)),
        batch_size=2_000,
    )
    parts = list(Instalment.objects.filter(order__in=orders[:ORDERS], order__reference__startswith="M").select_related("order"))
    attempt = {"attempt": 1, "cents": 99_000, "mode": Mode.TEST, "made_at": NOW}
    Checkout.objects.bulk_create(
        Checkout(order=each.order, instalment=each, idempotency_key=f"b{each.pk}", session_id=f"cs_b{each.pk}", **attempt) for each in parts
    )
    done = Instalment.objects.filter(settled=True, order__reference__startswith="M").values_list("pk", "order")
    closed = attempt | {"outcome": "paid", "closed_at": NOW}
    Checkout.objects.bulk_create(
        (Checkout(order_id=order, instalment_id=pk, idempotency_key=f"d{pk}", session_id=f"cs_d{pk}", **closed) for pk, order in done),
        batch_size=2_000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def bank_of(checkouts: list[Checkout]) -> Bank:
    """The bank says of each that it is paid."""
    bank = Bank()
    for each in checkouts:
        bank.payments[str(each.session_id)] = fact(each, Paid.PAID, session_id=str(each.session_id), payment_id=f"pi_{each.pk}")
    return bank


def acknowledged() -> Figure:
    """The first event of a payment, with all that follows from it; undone afterwards."""
    checkout = Checkout.objects.open().select_related("order").order_by("pk")[0]
    bank = bank_of([checkout])
    hint = Hint("evt_bench", "checkout.session.completed", bank.api_version, livemode=False, object_id=str(checkout.session_id))
    with transaction.atomic():
        with CaptureQueriesContext(connection) as queries:
            began = time.process_time()
            events.receive(hint=hint, gateway=bank, now=NOW)
            first = 1000 * (time.process_time() - began)
        began = time.process_time()
        events.receive(hint=hint, gateway=bank, now=NOW)
        again = 1000 * (time.process_time() - began)
        transaction.set_rollback(True)
    said = f"{len(queries)} queries, {first:.1f} ms CPU; the same event again {again:.2f} ms"
    return Figure("an event of Stripe taken in, its payment settled", said, "", "", "", None)


def settled_by_workers() -> Figure:
    began = time.perf_counter()
    workers = [subprocess.Popen([sys.executable, *part("money", str(number))]) for number in range(WORKERS)]
    failed = [worker for worker in workers if worker.wait()]
    took = time.perf_counter() - began
    done = Checkout.objects.filter(idempotency_key__startswith="b", outcome="paid").count()
    whole = not failed and done == ORDERS and Order.objects.filter(reference__startswith="M", entries__isnull=False).count() == ORDERS
    said = "each once" if whole else "NOT EACH ONCE"
    what = f"{ORDERS:,} payments settled by {WORKERS} workers, each told twice, their start included: {said}"
    return Figure(what, f"{ORDERS / took:,.0f} a second", "", "", "each once", whole)


def work(mine: int) -> None:
    """Every payment is told to two of the workers."""
    found = list(Checkout.objects.filter(idempotency_key__startswith="b").select_related("order").order_by("pk"))
    bank = bank_of(found)
    for each in found:
        if mine in {each.pk % WORKERS, (each.pk + 1) % WORKERS}:
            settle(fact=bank.payments[str(each.session_id)], now=NOW)


def reconciled() -> Figure:
    """Nothing is open any more but one: beside all that is settled, one thing is asked after."""
    one = Checkout.objects.filter(idempotency_key__startswith="b").order_by("pk")[0]
    Checkout.objects.filter(pk=one.pk).update(closed_at=None, outcome="")
    bank = bank_of([Checkout.objects.select_related("order").get(pk=one.pk)])
    bank.turn(str(one.session_id), Paid.OPEN)
    rounds = []
    for _round in range(5):
        began = time.perf_counter()
        asked = reconcile.reconcile(gateway=bank, now=NOW)
        rounds.append(1000 * (time.perf_counter() - began))
    plan = Checkout.objects.open().filter(mode=Mode.TEST).explain()
    by_index = "checkout_open" in plan
    what = f"reconcile with one open beside {Checkout.objects.exclude(closed_at=None).count():,} settled, by its partial index"
    return Figure(what, f"{sorted(rounds)[2]:.2f} ms, {asked} asked after", "", "", "only what is open", asked == 1 and by_index)
