"""Twelve small pairs of lines for a row in a list: what is open, where somebody is, what is ahead and what waits. Pure.

The words beside it say the same; each kind of mark has a shape of its own, so no colour has to be told from another.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from journey.weeks import Stand, stand
from programme.calendar import WEEKS

# A character a week: `o`pen, `n`ow, `r`esting here, `a`head, `h`eld, waits for `c`over, `u`nfinished.
MARKS: Final = {"o": "done", "n": "now", "r": "rest", "a": "ahead", "h": "held", "c": "cover", "u": "unfinished"}
LETTERS: Final = {Stand.OPEN: "o", Stand.AHEAD: "a", Stand.HELD: "h", Stand.COVER: "c", Stand.UNFINISHED: "u"}
STEP: Final = 12.4


def standing(opens_at: datetime, opened_at: datetime | None, blocked_by: str, now: datetime, *, live: bool) -> Stand:
    """Where one week of an active enrolment stands, by the rule of `Release.objects.visible`, from its bare columns."""
    seen = opened_at is not None or (opens_at <= now and not blocked_by and live)
    return stand(seen=seen, blocked_by=blocked_by, opens_at=opens_at, now=now)


def marks(stands: Iterable[Stand], *, rests: bool, runs: bool = True) -> str:
    """The twelve characters. Of a programme that no longer `runs`, or has not begun, no week is now."""
    found = "".join(LETTERS[stand] for stand in stands)
    latest = found.rfind("o") if runs else -1
    return found if latest < 0 else f"{found[:latest]}{'r' if rests else 'n'}{found[latest + 1 :]}"


# A list of thirty people asks for thirty of them, and most are alike.
@lru_cache(maxsize=2048)
def picture(twelve: str) -> SafeString:
    """The drawing of `marks`."""
    lines = ((MARKS[letter], drawn(letter, place)) for place, letter in enumerate(twelve[:WEEKS]))
    return format_html(
        '<svg class="twelve" viewBox="0 0 152 24" aria-hidden="true">{}</svg>', format_html_join("", '<path class="{}" d="{}"/>', lines)
    )


@lru_cache(maxsize=16)
def mark(letter: str) -> SafeString:
    """One of MARKS alone, for a legend."""
    line = format_html('<path class="{}" d="{}"/>', MARKS[letter], drawn(letter, 4))
    return format_html('<svg class="twelve twelve--one" viewBox="46 0 20 24" aria-hidden="true">{}</svg>', line)


def drawn(letter: str, place: int) -> str:
    """Two upright lines; a bar between them where a week is held, halves where it waits, one lying line in a pause."""
    middle, half = 6 + STEP * place, 1.4 + 0.22 * place
    left, right = f"{middle - half:.1f}", f"{middle + half:.1f}"
    if letter == "r":
        return f"M{middle - 4:.1f} 12H{middle + 4:.1f}"
    top = 13 if letter in {"c", "u"} else 3
    return f"M{left} {top}V21M{right} {top}V21" + (f"M{left} 12H{right}" if letter == "h" else "")
