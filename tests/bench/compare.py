"""Pages beside an empty page, asked for in turn, and the same pages among few and among many people."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median

from tests.bench.databases import ROOT, Portal, part
from tests.bench.figures import Figure, beside

EMPTY = "/bench-empty/"
PAGES = {"today page": "/vandaag/", "week page": "/week/3/"}
SAVING = "save:/week/3/oefening/w03-a/"
ADDRESSES = (EMPTY, *PAGES.values(), SAVING)
ROUNDS = 16
TIMES = 20
# Today asks more and plainer questions than the eight that were meant: one that held them all took twice the CPU.
MOST_QUERIES = {"today page": 13, "week page": 8}
MOST_TIMES_EMPTY = 3.0
MOST_APART = 0.05


@dataclass
class Visits:
    """What each round cost, an address at a time."""

    process: "subprocess.Popen[str]"
    rounds: dict[str, list[dict[str, float]]] = field(default_factory=dict)

    def ask(self, address: str, times: int) -> dict[str, float]:
        """Raises RuntimeError when the process has ended."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(address, times, file=self.process.stdin, flush=True)
        said = self.process.stdout.readline()
        if not said:
            raise RuntimeError("The process that shows the pages has ended; what it said stands above.")
        answer: dict[str, float] = json.loads(said)
        return answer

    def go_round(self) -> None:
        for address in ADDRESSES:
            self.rounds.setdefault(address, []).append(self.ask(address, TIMES))

    def each(self, address: str, *spent: str) -> list[float]:
        return [sum(cost[name] for name in spent) for cost in self.rounds[address]]


def compare(few: Portal, many: Portal) -> Iterator[Figure]:
    with visits(few) as small, visits(many) as large:
        for one in (small, large):
            for address in ADDRESSES:
                one.ask(address, TIMES)  # warm
        for _ in range(ROUNDS):
            small.go_round()
            large.go_round()
    for name, address in PAGES.items():
        yield queries(name, large.each(address, "queries"))
        yield besides_empty(name, large.each(address, "own"), large.each(EMPTY, "own"))
        yield apart(name, small.each(address, "own", "database"), large.each(address, "own", "database"), few.size, many.size)
    yield Figure("autosave round trip: queries", f"{median(large.each(SAVING, 'queries')):.0f}")
    yield Figure("autosave round trip: CPU, beside an empty page", *side_by_side(large.each(SAVING, "own"), large.each(EMPTY, "own")))
    yield apart("autosave round trip", small.each(SAVING, "own", "database"), large.each(SAVING, "own", "database"), few.size, many.size)


def side_by_side(ours: list[float], theirs: list[float]) -> tuple[str, str, str]:
    """A figure without an aim: ours, theirs and the ratio."""
    ratio = median(one / other for one, other in zip(ours, theirs, strict=True))
    return f"{median(ours):,.2f} ms", f"{median(theirs):,.2f} ms", f"{ratio:.2f}x"


@contextlib.contextmanager
def visits(portal: Portal) -> Iterator[Visits]:
    command = [sys.executable, *part("pages")]
    process = subprocess.Popen(command, env=portal.environment(), cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Visits(process)
    finally:
        process.kill()
        process.communicate()


def queries(name: str, counted: list[float]) -> Figure:
    return Figure(
        f"{name}: queries", f"{median(counted):.0f}", aim=f"at most {MOST_QUERIES[name]}", met=median(counted) <= MOST_QUERIES[name]
    )


def besides_empty(name: str, page: list[float], empty: list[float]) -> Figure:
    ratio = median(ours / theirs for ours, theirs in zip(page, empty, strict=True))
    return beside(f"{name}: CPU, beside an empty page", median(page), median(empty), ratio, "ms", MOST_TIMES_EMPTY)


def apart(name: str, few: list[float], many: list[float], *sizes: int) -> Figure:
    ratio = median(large / small for large, small in zip(many, few, strict=True))
    what = f"{name}: CPU with that of its database, {sizes[1]:,} enrolments beside {sizes[0]:,}"
    met = abs(ratio - 1) <= MOST_APART
    return Figure(what, f"{median(many):.2f} ms", f"{median(few):.2f} ms", f"{ratio:.3f}x", f"within {MOST_APART:.0%}", met)
