"""Figures and the table they are printed in. A benchmark judges nothing: it says what missed its aim and ends well."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table. `met` is None where there is no aim."""

    what: str
    measured: str
    floor: str = ""
    ratio: str = ""
    aim: str = ""
    met: bool | None = None

    @property
    def verdict(self) -> str:
        return {None: "", True: "met", False: "MISSED"}[self.met]


HEAD = ("what", "measured", "floor beside it", "ratio", "aim", "")


def table(figures: Iterable[Figure]) -> str:
    """A table that reads in a terminal and in Markdown."""
    rows = [HEAD, *((each.what, each.measured, each.floor, each.ratio, each.aim, each.verdict) for each in figures)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEAD))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def beside(what: str, measured: float, floor: float, ratio: float, unit: str, at_most: float) -> Figure:
    """A figure whose aim is a ratio of at most `at_most`."""
    aim = f"at most {at_most:g}x"
    return Figure(what, f"{measured:,.2f} {unit}", f"{floor:,.2f} {unit}", f"{ratio:.2f}x", aim, ratio <= at_most)


def missed(figures: Iterable[Figure]) -> list[Figure]:
    return [each for each in figures if each.met is False]


def tell(*figures: Figure) -> None:
    """From the process that measured to the one that prints the table."""
    for each in figures:
        print(json.dumps(asdict(each)), flush=True)


def told(said: str) -> list[Figure]:
    return [Figure(**json.loads(line)) for line in said.splitlines()]
