"""An answer whole, as it is read: its text, the replies to single logs, the words of its recording, what was answered back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from accounts import reading
from accounts.models import User
from accounts.reading import CaredFor
from exercises.models import AnswerBack, Review, ReviewReply, Transcript, Voice

Row = TypeVar("Row", ReviewReply, Voice, AnswerBack)


@dataclass(frozen=True, slots=True)
class Reply:
    """A few words under one log, with the title of what was done there; `text` is None where it cannot be opened."""

    log: UUID
    title: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Back:
    text: str | None
    at: datetime


@dataclass(slots=True)
class Whole:
    """Texts are None where they cannot be opened; `transcript` also where nobody wrote the recording down."""

    review: Review
    text: str | None
    replies: list[Reply] = field(default_factory=list)
    voice: Voice | None = None
    transcript: str | None = None
    back: Back | None = None

    def reply_to(self, log: UUID) -> str:
        """The words under this log; empty where there are none."""
        return next((reply.text or "" for reply in self.replies if reply.log == log), "")


def read(
    actor: User, reviews: Sequence[Review], purpose: str, now: datetime, *, beside: Sequence[CaredFor] = ()
) -> tuple[list[Whole], list[str | None]]:
    """Open these answers, and the rows `beside` them, all at once: one record of access. Three queries besides the opening,
    however many. Raises vault.NotReadable. Replies in a published answer are those to what it covers."""
    by_id = {review.pk: review for review in reviews}
    replies = replies_of(by_id)
    # Without the sound: megabytes that are fetched where they are played.
    voices = [with_review(row, by_id) for row in Voice.objects.filter(review__in=by_id).defer("sealed")]
    spoken = [Transcript(voice) for voice in voices if voice.transcript]
    backs = [with_review(row, by_id) for row in AnswerBack.objects.filter(review__in=by_id)]
    rows: list[CaredFor] = [*reviews, *replies, *spoken, *backs, *beside]
    texts = iter(reading.read(actor, rows, purpose, now))
    wholes = {review.pk: Whole(review, next(texts)) for review in reviews}
    for reply in replies:
        wholes[reply.review_id].replies.append(Reply(reply.log_id, reply.log.exercise.title, next(texts)))
    for voice in voices:
        wholes[voice.review_id].voice = voice
    for words in spoken:
        wholes[words.voice.review_id].transcript = next(texts)
    for back in backs:
        wholes[back.review_id].back = Back(next(texts), back.written_at)
    return list(wholes.values()), list(texts)


def replies_of(by_id: dict[UUID, Review]) -> list[ReviewReply]:
    rows = ReviewReply.objects.filter(review__in=by_id).select_related("log__exercise").order_by("log__shared_at", "pk")
    covered = set(Review.logs.through.objects.filter(review__in=by_id).values_list("review", "log"))
    found = [with_review(row, by_id) for row in rows]
    return [row for row in found if row.review.published_at is None or (row.review_id, row.log_id) in covered]


def with_review(row: Row, by_id: dict[UUID, Review]) -> Row:
    row.review = by_id[row.review_id]
    return row
