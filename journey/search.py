"""Searching in one's own words. Nothing is indexed: the texts are opened, looked through and let go.

Capitals, accents and the slant of a quotation mark make no difference. What somebody looks for is as private as what they
wrote: it travels in the body of a POST, and is kept nowhere.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from exercises import state
from exercises.models import Log
from journey import entries, logbook
from journey.entries import Entry
from programme.models import Enrolment

# How many entries one search looks through, the newest first, and how many it shows.
MOST: Final = 10_000
SHOWN: Final = 100
# Characters before and after what was found.
BEFORE, AFTER = 60, 140

# Accents that stand apart once a letter is taken to pieces, and what cannot be seen at all.
UNSEEN: Final = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u00ad\u200b-\u200f\u2060\ufeff]+")
ALIKE: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"})
WRITTEN: Final = {"short", "long"}


@dataclass(frozen=True, slots=True)
class Found:
    """An entry in which every word stands, with the first of them between what stands around it."""

    log: Log
    before: str
    hit: str
    after: str


@dataclass(frozen=True, slots=True)
class Result:
    """`cut`: there are older entries that were not looked through. `more`: more were found than are shown."""

    found: list[Found]
    cut: bool
    more: bool


def plain(text: str) -> str:
    """The text as it is compared."""
    if text.isascii():
        return text.lower()
    return UNSEEN.sub("", unicodedata.normalize("NFKD", text).casefold()).translate(ALIKE)


def search(enrolment: Enrolment, asked: str, now: datetime) -> Result:
    """The own entries in which each word of `asked` stands, the newest first. Three queries, and two for each 500 entries."""
    words = plain(asked).split()
    logs = Log.objects.of(enrolment).order_by("-started_at", "-pk")
    hits = hits_among(entries.opened(enrolment, logs, now, MOST), words) if words else []
    rows = logbook.entries(enrolment, now).in_bulk([log.pk for log, _text in hits[:SHOWN]])
    found = [Found(rows[log.pk], *around(text, words[0])) for log, text in hits[:SHOWN] if log.pk in rows]
    return Result(found, cut=bool(words) and logs[MOST : MOST + 1].exists(), more=len(hits) > SHOWN)


def hits_among(opened: Iterable[Entry], words: list[str]) -> list[tuple[Log, str]]:
    """One more than is shown is enough to know that there are more."""
    hits: list[tuple[Log, str]] = []
    for entry in opened:
        text = written(entry)
        compared = plain(text)
        if all(word in compared for word in words):
            hits.append((entry.log, text))
            if len(hits) > SHOWN:
                break
    return hits


def written(entry: Entry) -> str:
    """What somebody typed, without what they chose from a list."""
    answers = entry.answers or {}
    asked = [field["id"] for field in entry.fields if field["kind"] in WRITTEN]
    return "\n".join(str(answers[name]) for name in [*asked, state.AFTER_NOW] if name in answers)


def around(text: str, word: str) -> tuple[str, str, str]:
    """What stands before `word`, the word as it was written, and what stands after it."""
    # One sign may be compared as two (œ), so each compared sign remembers where it came from.
    places = [(at, each) for at, character in enumerate(text) for each in plain(character)]
    start = "".join(each for _at, each in places).find(word)
    if start < 0:
        return "", "", text[:AFTER]
    first, last = places[start][0], places[start + len(word) - 1][0] + 1
    # Accents that stand apart belong to the letter before them.
    while last < len(text) and not plain(text[last]):
        last += 1
    return shortened(text[:first][-BEFORE - 1 :], BEFORE, left=True), text[first:last], shortened(text[last:][: AFTER + 1], AFTER)


def shortened(text: str, length: int, *, left: bool = False) -> str:
    """With an ellipsis on the side where more stands, and never half a word there."""
    if len(text) <= length:
        return text
    return "…" + text.partition(" ")[2] if left else text.rpartition(" ")[0] + "…"
