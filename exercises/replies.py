"""A few words under one shared log, as part of the answer to the week."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from accounts import reading, vault
from accounts.models import User
from accounts.writing import tidy
from exercises.models import Review, ReviewReply

PLACE = "exercises_reviewreply.sealed"


def tidied(replies: Mapping[UUID, str]) -> dict[UUID, str]:
    """By log. Raises accounts.writing.BadText."""
    return {log: tidy(text) for log, text in replies.items()}


def said(replies: Mapping[UUID, str]) -> dict[UUID, str]:
    """Without the empty ones."""
    return {log: text for log, text in replies.items() if text.strip()}


def keep(review: Review, replies: Mapping[UUID, str]) -> None:
    """In place of what was said under these logs before. What was said under others stays: what it answered may come back, and
    nobody's words are thrown away for a page that did not show them."""
    # Replaced and not changed: a text is sealed to its row, and a new text gets a new one.
    review.replies.filter(log__in=replies).delete()
    ReviewReply.objects.bulk_create([sealed(review, log, text) for log, text in said(replies).items()])


def sealed(review: Review, log: UUID, text: str) -> ReviewReply:
    uuid = uuid4()
    blob = vault.seal_text(text, place=PLACE, subject=review.subject, row=uuid, kind=vault.KeyKind.RECORD)
    return ReviewReply(uuid=uuid, review=review, log_id=log, sealed=blob)


def of(review: Review) -> list[ReviewReply]:
    """The replies to what this answer covers."""
    found = list(review.replies.filter(log__reviews=review).order_by("log__shared_at", "pk"))
    for reply in found:
        reply.review = review
    return found


def texts_of(review: Review, actor: User, now: datetime) -> dict[UUID, str | None]:
    """All replies kept with this answer whose log is shared now, by log; None where one cannot be opened."""
    rows = list(review.replies.filter(log__shared_version__isnull=False))
    for row in rows:
        row.review = review
    return {row.log_id: text for row, text in zip(rows, reading.read(actor, rows, "answer", now), strict=True)}
