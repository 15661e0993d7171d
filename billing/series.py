"""Numbers of papers: each kind, year and demo a series of its own, without a gap and without a double."""

from collections.abc import Sequence

from django.db import transaction

from billing.document import Kind
from billing.models import Series


def name_of(*, kind: str, year: int, demo: bool) -> str:
    """2026, C2026 for credit notes; DEMO-2026 and DEMO-C2026 where no money moved."""
    return f"{'DEMO-' if demo else ''}{'C' if kind == Kind.CREDIT else ''}{year}"


@transaction.atomic
def take(*, kind: str, year: int, demo: bool) -> tuple[str, int]:
    """The series and its next number, from 1. Belongs in the transaction that writes the paper: what is rolled back is given again.

    Both series of the year are locked, always in the same order, so that no two transactions wait for each other.
    """
    names = sorted(name_of(kind=each, year=year, demo=demo) for each in Kind.values)
    rows = locked(names)
    # The first paper of a year, perhaps in two processes: both insert, one is ignored, both lock.
    if len(rows) < len(names):
        Series.objects.bulk_create((Series(name=name) for name in names), ignore_conflicts=True)
        rows = locked(names)
    row = rows[name_of(kind=kind, year=year, demo=demo)]
    row.last += 1
    row.save(update_fields=["last"])
    return row.name, row.last


def locked(names: Sequence[str]) -> dict[str, Series]:
    rows = Series.objects.filter(name__in=names).order_by("name").select_for_update()
    return {row.name: row for row in rows}
