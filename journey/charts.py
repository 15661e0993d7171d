"""Pictures over twelve weeks as SVG, drawn here on the server: they print, they need no script, and the same numbers stand
in a table beside them. Pure.

Each picture is drawn twice, for a wide page and for a phone; the sheet of styles shows one of the two. Colours come from
classes, so the paper and the night have their own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from journey.change import Tally, Tension
from programme.calendar import WEEK_NUMBERS, WEEKS

ROW: Final = 34
TOP: Final = 12
SCALE_HEIGHT: Final = 190
TALL: Final = 56


@dataclass(frozen=True, slots=True)
class Frame:
    """A drawing `width` wide, with `label` of it for the names of the rows."""

    width: int
    label: int
    name: str

    @property
    def column(self) -> float:
        return (self.width - self.label - 6) / WEEKS

    def x(self, week: int) -> float:
        """The middle of a week."""
        return round(self.label + (week - 0.5) * self.column, 2)


WIDE: Final = Frame(720, 178, "wide")
PHONE: Final = Frame(350, 122, "phone")


@dataclass(frozen=True, slots=True)
class Table:
    """The same numbers. Each row begins with its name."""

    head: list[str]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with its words. `key` is unique on a page; `wide` and `phone` are whole SVG elements."""

    key: str
    title: str
    description: str
    wide: SafeString
    phone: SafeString
    table: Table


Draw = Callable[[Frame], tuple[list[SafeString], float]]


def chart(key: str, title: str, description: str, table: Table, draw: Draw, week: str) -> Chart:
    """`draw` gives the marks within a frame and how high they stand; `week` is the word under them."""
    wide, phone = (framed(key, title, description, frame, draw, week) for frame in (WIDE, PHONE))
    return Chart(key, title, description, wide, phone, table)


def framed(key: str, title: str, description: str, frame: Frame, draw: Draw, week: str) -> SafeString:
    marks, height = draw(frame)
    ids = f"{key}-{frame.name}"
    return format_html(
        '<svg class="chart--{}" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-title {}-desc">'
        '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}{}</svg>',
        frame.name, frame.width, round(height + 30), ids, ids, ids, title, ids, description,
        joined(marks), joined(foot(frame, height, week)),
    )  # fmt: skip


def joined(marks: Sequence[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((mark,) for mark in marks))


def foot(frame: Frame, height: float, week: str) -> list[SafeString]:
    """The numbers of the weeks."""
    numbers = [text(frame.x(number), height + 22, str(number), "soft-text", "middle") for number in WEEK_NUMBERS]
    return [text(frame.label - 14, height + 22, week, "soft-text", "end"), *numbers]


def text(x: float, y: float, words: str, kind: str, anchor: str) -> SafeString:
    return format_html('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>', kind, x, y, anchor, words)


def line(kind: str, x1: float, y1: float, x2: float, y2: float) -> SafeString:
    return format_html('<path class="{}" d="M{} {}L{} {}"/>', kind, x1, y1, x2, y2)


def rooms(shares: Mapping[int, tuple[int, int]], label: str) -> Draw:
    """For each week two strokes: the further apart, the more of its moments had a choice in them. Under them how many."""

    def draw(frame: Frame) -> tuple[list[SafeString], float]:
        marks = [text(frame.label - 14, TOP + TALL / 2 + 5, label, "name", "end")]
        for week, (chosen, known) in shares.items():
            # Never shut: a week without a choice shows its two strokes as well.
            half = (0.07 + 0.27 * chosen / known) * frame.column
            left, right = round(frame.x(week) - half, 2), round(frame.x(week) + half, 2)
            marks.append(format_html('<rect class="gap" x="{}" y="{}" width="{}" height="{}"/>', left, TOP, round(right - left, 2), TALL))
            marks.append(line("stroke t", left, TOP, left, TOP + TALL))
            marks.append(line("stroke a", right, TOP, right, TOP + TALL))
            if frame is WIDE:
                marks.append(text(frame.x(week), TOP + TALL + 20, f"{chosen}/{known}", "soft-text", "middle"))
        return marks, TOP + TALL + (24 if frame is WIDE else 8)

    return draw


def rows(tally: Tally, labels: Mapping[str, str], apart: Sequence[str] = (), below: float = 0) -> Draw:
    """A row for each answer and in each week a dot, larger the more often it was given. `apart` stand under a line."""

    def draw(frame: Frame) -> tuple[list[SafeString], float]:
        # Only "nothing" and "I don't know" were given: the rows stand there, without a dot.
        most = max((counted[key] for counted in tally.weeks.values() for key in tally.keys), default=0) or 1
        marks: list[SafeString] = []
        y = below + TOP
        for key in tally.keys:
            if key in apart[:1]:
                marks.append(line("axis", 0, y + 4, frame.width, y + 4))
                y += 8
            middle = y + ROW / 2
            marks.append(line("axis axis--faint", frame.label, middle, frame.width, middle))
            marks.append(text(frame.label - 14, middle + 5, labels[key], "name", "end"))
            marks += dots(tally, key, most, frame, middle)
            y += ROW
        return marks, y

    return draw


def dots(tally: Tally, key: str, most: int, frame: Frame, y: float) -> Iterator[SafeString]:
    # By their area and not their width: four times is twice as wide.
    each = min(4.5, (min(frame.column, ROW) / 2 - 1) / sqrt(most))
    for week, counted in tally.weeks.items():
        if counted[key]:
            radius = round(each * sqrt(counted[key]), 2)
            yield format_html('<circle class="dot" cx="{}" cy="{}" r="{}"/>', frame.x(week), y, radius)


def bands(tension: Mapping[int, Tension], presence: Tally, labels: Mapping[str, str], label: str) -> Draw:
    """For each week a bar from the lowest to the highest tension, 0 to 10; under it how present somebody was."""

    def draw(frame: Frame) -> tuple[list[SafeString], float]:
        marks = [text(frame.label - 14, TOP + SCALE_HEIGHT / 4 + 5, label, "name", "end")]
        for step in (0, 5, 10):
            marks.append(line("axis", frame.label, at(step), frame.width, at(step)))
            marks.append(text(frame.label - 14, at(step) + 5, str(step), "soft-text", "end"))
        for week, span in tension.items():
            top, height = at(span.high) - 4, at(span.low) - at(span.high) + 8
            # On a phone a column is narrower than the bar.
            wide = min(14, frame.column - 6)
            x = round(frame.x(week) - wide / 2, 2)
            marks.append(format_html('<rect class="span" x="{}" y="{}" width="{}" height="{}" rx="4"/>', x, top, wide, height))
        if not presence.weeks:
            return marks, TOP + SCALE_HEIGHT + 10
        under, height = rows(presence, labels, below=TOP + SCALE_HEIGHT + 14)(frame)
        return marks + under, height

    return draw


def at(tension: int) -> float:
    """How high a tension stands."""
    return TOP + SCALE_HEIGHT * (10 - tension) / 10


PAPER_STYLE: Final = mark_safe(
    "<style>text{font-family:'Source Sans 3';font-size:15px;fill:#20261f}.soft-text{fill:#4d5449;font-size:14px}"
    ".axis{stroke:#cbcaba;stroke-width:1}.axis--faint{stroke-dasharray:1 4}.stroke{stroke-width:2.5;stroke-linecap:round}"
    ".t{stroke:#8a2c44}.a{stroke:#28594a}.gap{fill:#dfe8df}.dot,.span{fill:#20261f}</style>"
)


def on_paper(drawn: SafeString) -> str:
    """A picture with the colours of print in it, for where no sheet of styles is."""
    head, mark, rest = drawn.partition("<title")
    return head.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1) + PAPER_STYLE + mark + rest
