"""`make bench`: every figure beside its floor, in one run on PostgreSQL. Ends with 0 whatever it found."""

import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.bench.compare import compare
from tests.bench.databases import Portal, part, portals
from tests.bench.figures import Figure, missed, table
from tests.bench.lighthouse import lighthouse
from tests.bench.load import load
from tests.services import Services, services

SIZES = {"small": 100, "large": 100_000}


def main() -> int:
    began = time.monotonic()
    with services() as here, tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        if not (here.database and here.redis):
            return 1
        figures = list(watched(measured(here, Path(folder))))
    print(f"\n{table(figures)}\n\n{time.monotonic() - began:.0f} seconds in all.")
    for each in missed(figures):
        print(f"Missed its aim: {each.what}: {each.ratio or each.measured}, {each.aim}.")
    return 0


def measured(here: Services, folder: Path) -> Iterator[Figure]:
    with portals(here, folder, SIZES) as (small, large):
        yield from filled(small, large)
        yield from large.measure("sweeps")
        yield from large.measure("book")
        yield from large.measure("papers")
        yield from large.measure("money")
        yield from compare(small, large)
        yield from large.measure("caseload")
        yield from load(large)
        yield from lighthouse(large)


def filled(small: Portal, large: Portal) -> list[Figure]:
    for each in (small, large):
        each.run(*part("crowd", str(each.size)))
    small.run(*part("openings"))
    return large.measure("openings")


def watched(figures: Iterable[Figure]) -> Iterator[Figure]:
    """Says each figure as it comes: the whole takes minutes."""
    for each in figures:
        print(f"{each.what}: {each.measured} {each.ratio}", file=sys.stderr, flush=True)
        yield each


if __name__ == "__main__":
    sys.exit(main())
