"""The one picture: lines of two movements, and beside them a channel that widens over twelve weeks. Pure.

It draws the programme and never a person: it is the same for everybody, but for how long each part of it takes.
Time `t` runs in weeks from 0 to 12, offsets run across it, about -92 to 92. Side -1 is towards, +1 is away; line 0 is
the inner one. Between two whole weeks an offset follows half a cosine, so it is flat at whole weeks, parts of any
length join without a kink, and one cubic a week draws it to a thousandth of its swing.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import cos, exp, floor, pi

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from programme.calendar import WEEKS

LINES = 9
SIDES = {-1: "t", 1: "a"}
WIDTH = 92  # of the picture on either side of its middle, in offsets
SLICE = 100  # of one week along the picture; the page stretches it
# Where the handles of a cubic stand so that it follows half a cosine, as a part of its length.
HANDLE = 0.3642


@dataclass(frozen=True, slots=True)
class Leg:
    """A part of the picture from `start` to `end` (weeks). A pause stands still in `t` and goes straight on. `length` is
    how much room it takes; `drawn` parts are behind somebody, the others are dotted."""

    start: float
    end: float
    length: float = SLICE
    drawn: bool = True


@dataclass(frozen=True, slots=True)
class Picture:
    """Ready for a page: the path elements, and the view they are seen in."""

    paths: SafeString
    view: str
    length: float


def swing(week: int) -> float:
    """How far the middle of the channel stands to a side at a whole week: less and less."""
    return (-33 if week % 2 else 33) * exp(-week / 4.6)


def room(week: int) -> float:
    """Half of the channel's width at a whole week: more and more."""
    part = min(1.0, max(0.0, week / WEEKS))
    return 3.2 + 19 * part * part * (3 - 2 * part)


def at_week(week: int, side: int, line: int) -> float:
    return swing(week) * exp(-line / 7.5) + side * (room(week) * exp(-line / 16) + 8.6 * line)


def offset(t: float, side: int, line: int) -> float:
    """Where a line stands at `t`."""
    week = floor(t)
    here, there = at_week(week, side, line), at_week(week + 1, side, line)
    return here + (there - here) * (1 - cos(pi * (t - week))) / 2


def trace(legs: tuple[Leg, ...], side: int, line: int, *, lying: bool) -> str:
    """The path of one line along `legs`, each of which lies between two whole weeks."""
    along = 0.0
    parts = [point("M", along, offset(legs[0].start, side, line), lying=lying)]
    for leg in legs:
        here, there = offset(leg.start, side, line), offset(leg.end, side, line)
        handles = (along + leg.length * HANDLE, here), (along + leg.length * (1 - HANDLE), there)
        along += leg.length
        if leg.start == leg.end:
            parts.append(point("L", along, there, lying=lying))
        else:
            parts += [point(sign, *where, lying=lying) for sign, where in zip("C  ", (*handles, (along, there)), strict=True)]
    return "".join(parts)


def point(sign: str, along: float, across: float, *, lying: bool) -> str:
    first, second = (along, across) if lying else (across, along)
    return f"{sign}{first:.1f} {second:.1f}"


# The same for everybody, so the second who looks waits for none of it.
@lru_cache(maxsize=512)
def standing(leg: Leg) -> Picture:
    """One slice for beside a list, time running down."""
    return Picture(group((leg,), 0, lying=False), f"{-WIDTH} 0 {2 * WIDTH} {leg.length:g}", leg.length)


@lru_cache(maxsize=256)
def lying(legs: tuple[Leg, ...], length: float = 0) -> Picture:
    """The whole on its side, time running to the right: first what is drawn, then what is ahead. Where `length` is more
    than that of the legs, the rest of the view is empty. Raises ValueError without legs."""
    if not legs:
        raise ValueError("a picture has at least one leg")
    behind = tuple(leg for leg in legs if leg.drawn)
    long = sum(leg.length for leg in behind)
    groups = [group(some, start, lying=True) for some, start in ((behind, 0.0), (legs[len(behind) :], long)) if some]
    whole = max(length, sum(leg.length for leg in legs))
    return Picture(format_html_join("", "{}", ((made,) for made in groups)), f"0 {-WIDTH} {whole:g} {2 * WIDTH}", whole)


def group(legs: tuple[Leg, ...], start: float, *, lying: bool) -> SafeString:
    """All lines along legs of which all are drawn, or none."""
    lines = ((name, line, trace(legs, side, line, lying=lying)) for side, name in SIDES.items() for line in range(LINES))
    paths = format_html_join("", '<path class="{} k{}" d="{}"/>', lines)
    kind = "drawn" if legs[0].drawn else "ahead"
    moved = format_html(' transform="translate({} 0)"', f"{start:g}") if start else SafeString()
    return format_html('<g class="strands__{}"{}>{}</g>', kind, moved, paths)
