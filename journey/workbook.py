"""The workbook: somebody's own entries to take along, all of them or some, with the answers that arrived under them.

Only one's own, only for oneself. Nothing of it touches a disk: it is made while the request waits (1,000 entries of two
thousand characters take about a second) and leaves as the answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import AccessRecord
from accounts.refusal import Refused
from exercises import whole
from exercises.models import Log, Review
from exercises.whole import Whole
from exercises.wording import Answered, worded
from journey import entries
from journey.change import Told, counted
from journey.entries import Entry
from journey.pictures import Picture, pictures
from journey.spans import Span, number_at
from programme.models import Enrolment

PURPOSE: Final = "workbook"
# More than this in one file makes somebody wait.
MOST_ENTRIES: Final = 3_000
MOST_CHARACTERS: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Choice:
    """What goes along: written from `begins` until `ends` (UTC, half-open; None: open), of these kinds. Without `private`
    only what is shared, as it was shared."""

    begins: datetime | None
    ends: datetime | None
    kinds: frozenset[str]
    private: bool
    answers: bool
    pictures: bool

    @property
    def narrowed(self) -> Q:
        asked = Q(exercise__kind__in=self.kinds)
        if self.begins:
            asked &= Q(started_at__gte=self.begins)
        if self.ends:
            asked &= Q(started_at__lt=self.ends)
        return asked if self.private else asked & Q(shared_version__isnull=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that arrived: whose, when (UTC), and its words; None where they cannot be opened."""

    by: str
    at: datetime
    words: str | None


@dataclass(frozen=True, slots=True)
class Piece:
    """One entry. `week` is the one in which it was written. `answered` is None where the text cannot be opened."""

    entry: Entry
    week: int
    answered: list[Answered] | None
    replies: list[Reply] = field(default_factory=list)

    @property
    def length(self) -> int:
        typed = sum(len(each.words) for each in self.answered or [])
        return typed + sum(len(reply.words or "") for reply in self.replies)


@dataclass(frozen=True, slots=True)
class Workbook:
    """The oldest first."""

    pieces: list[Piece]
    pictures: list[Picture]

    @property
    def weeks(self) -> list[tuple[int, list[Piece]]]:
        return [(week, list(within)) for week, within in groupby(self.pieces, lambda piece: piece.week)]


def gather(enrolment: Enrolment, choice: Choice, weeks: Sequence[Span], now: datetime) -> Workbook:
    """Open what was chosen, for its author. Raises Refused when there is nothing, or too much for one file."""
    logs = Log.objects.filter(choice.narrowed).order_by("started_at", "pk")
    which = "newest" if choice.private else "shared_version"
    # One more than fits, to know that there is more.
    opened = list(entries.opened(enrolment, logs, now, MOST_ENTRIES + 1, which))
    if not opened:
        raise Refused(_("There is nothing in this choice to take along. Everything you wrote is still there."))
    replies = replies_to(enrolment, opened, now) if choice.answers else {}
    pieces = [pieced(entry, weeks, replies) for entry in opened]
    if len(pieces) > MOST_ENTRIES or sum(piece.length for piece in pieces) > MOST_CHARACTERS:
        raise Refused(_("This is too much for one file. Choose fewer weeks; you can take the rest along in another."))
    return Workbook(pieces, drawn(pieces) if choice.pictures else [])


def pieced(entry: Entry, weeks: Sequence[Span], replies: dict[UUID, list[Reply]]) -> Piece:
    answered = None if entry.answers is None else worded(entry.fields, entry.answers, figures=True)
    return Piece(entry, number_at(weeks, entry.log.started_at), answered, replies.get(entry.log.pk, []))


def drawn(pieces: Iterable[Piece]) -> list[Picture]:
    """Of what goes along, and of nothing else."""
    kept = (piece for piece in pieces if piece.entry.answers and not piece.entry.version.draft)
    return pictures(counted(Told(piece.week, piece.entry.answers or {}) for piece in kept))


def replies_to(enrolment: Enrolment, opened: Iterable[Entry], now: datetime) -> dict[UUID, list[Reply]]:
    """Each answer once, under the latest of these entries that it covers; a reply to one entry under that."""
    order = {entry.log.pk: at for at, entry in enumerate(opened)}
    rows = Review.objects.of(enrolment).arrived(now).select_related("author", "enrolment__client").order_by("published_at")
    answers, _beside = whole.read(enrolment.client, list(rows.prefetch_related("logs")), "own answer", now)
    found: dict[UUID, list[Reply]] = {}
    for answer in answers:
        covered = [log.pk for log in answer.review.logs.all() if log.pk in order]
        for reply in answer.replies:
            if reply.log in order:
                found.setdefault(reply.log, []).append(said(answer, reply.text))
        if covered:
            # An answer covers a week, and stands in the workbook once.
            latest = max(covered, key=lambda pk: order[pk])
            found.setdefault(latest, []).extend(spoken(answer, enrolment.client.first_name))
    return found


def said(answer: Whole, words: str | None) -> Reply:
    return Reply(answer.review.author.first_name, answer.review.published_at or answer.review.drafted_at, words)


def spoken(answer: Whole, name: str) -> list[Reply]:
    """The answer itself, what was said aloud where that was written down, and what its reader wrote back."""
    told = [said(answer, words) for words in (answer.text, answer.transcript or "") if words != ""]
    return [*told, Reply(name, answer.back.at, answer.back.text)] if answer.back else told


def record(enrolment: Enrolment, made: Workbook, now: datetime) -> None:
    """That somebody took this along, with the ids of the texts. An export is recorded, also one's own."""
    subject = enrolment.client.subject
    rows = [str(piece.entry.version.pk) for piece in made.pieces]
    AccessRecord.objects.create(actor=subject, subject=subject, action=AccessRecord.Action.EXPORT, purpose=PURPOSE, rows=rows, at=now)
