"""The answer of the practice to a week: written as a draft, published once. Each deed locks the enrolment first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import vault
from accounts.access import cares_for
from accounts.models import User
from accounts.refusal import Refused
from accounts.writing import tidy
from exercises.logs import locked
from exercises.models import Log, Review
from notices import outbox
from programme.models import Enrolment, Week

PLACE = "exercises_review.sealed"


@dataclass(frozen=True, slots=True)
class Drafted:
    """What `save_draft` did. `stale`: this text was begun from an older draft, so nothing was written; `review` is the
    newer one, and the page shows both."""

    review: Review
    stale: bool = False


def save_draft(
    *,
    enrolment: Enrolment,
    week: Week,
    author: User,
    logs: Iterable[Log],
    text: str,
    based_on: int,
    now: datetime,
    token: UUID | None = None,
) -> Drafted:
    """Keep the text of the answer to a week, sealed for the record, and which shared logs it covers.

    Compare-and-set on `based_on`, the revision that the page showed (0 for none). `token` is the id of the answer that
    the page writes: the same text sent again after publishing is that answer, not a new one.
    Raises Refused when `author` no longer cares for this client, answers.BadText on a text that cannot be kept.
    """
    text = tidy(text)
    vault.ensure_keys(enrolment.client.subject)
    with transaction.atomic():
        enrolment = locked(enrolment)
        refuse_stranger(author, enrolment, now)
        token = token or uuid4()
        known = Review.objects.filter(uuid=token).select_related("enrolment__client").first()
        if known and known.enrolment_id == enrolment.pk and known.published_at and text_of(known, author, now) == text:
            return Drafted(known)
        draft = Review.objects.of(enrolment).drafts().in_week(week).select_related("enrolment__client").first()
        if draft and draft.revision != based_on:
            return Drafted(draft, stale=text_of(draft, author, now) != text)
        draft = draft or Review(uuid=uuid4() if known else token, enrolment=enrolment, week=week, author=author, revision=0)
        return Drafted(keep(draft, author, logs, text, now))


def refuse_stranger(author: User, enrolment: Enrolment, now: datetime) -> None:
    if not cares_for(author, enrolment.client, now):
        raise Refused(_("You are no longer this client’s coach, so nothing was saved or sent."))


def text_of(review: Review, author: User, now: datetime) -> str | None:
    return vault.open_texts(author, [review], "answer", now)[0]


def keep(draft: Review, author: User, logs: Iterable[Log], text: str, now: datetime) -> Review:
    draft.sealed = vault.seal_text(text, place=PLACE, subject=draft.subject, row=draft.uuid, kind=vault.KeyKind.RECORD)
    draft.author, draft.drafted_at, draft.revision = author, now, draft.revision + 1
    draft.save()
    draft.logs.set(answerable(draft, logs, now))
    return draft


def answerable(draft: Review, logs: Iterable[Log], now: datetime) -> list[Log]:
    """Of these logs, the ones that are visible now, in this week, and in no published answer."""
    chosen = Log.objects.filter(pk__in=[log.pk for log in logs])
    return list(chosen.of(draft.enrolment).in_week(draft.week).visible(now).unanswered())


def publish(*, review: Review, now: datetime) -> Review:
    """Send the answer: from now on the client reads it, and what it covers can no longer be taken back. Twice is once.

    Raises Refused when nothing that it covers is shared any more, when it has no words, when the relation has ended.
    """
    with transaction.atomic():
        enrolment = locked(review.enrolment)
        review = Review.objects.select_related("enrolment__client", "author", "week").get(pk=review.pk)
        if review.published_at is not None:
            return review
        refuse_stranger(review.author, enrolment, now)
        covered = answerable(review, review.logs.all(), now)
        if not covered:
            raise Refused(_("Nothing of this week is shared at the moment, so there is nothing to answer. Your text is kept as a draft."))
        if not (text_of(review, review.author, now) or "").strip():
            raise Refused(_("There are no words in this answer yet, so it was not sent."))
        review.logs.set(covered)
        review.published_at = now
        review.save(update_fields=["published_at"])
        about = f"{enrolment.pk}:{review.week.number}"
        outbox.post(recipient=enrolment.client, kind="answer-arrived", key=str(review.uuid), about=about, now=now)
    return review
