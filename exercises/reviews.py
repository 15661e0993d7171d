"""The answer of the practice to a week: written as a draft, published once. Each deed locks the enrolment first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import vault
from accounts.models import User
from accounts.refusal import Refused
from accounts.writing import tidy
from exercises import replies as inline
from exercises.models import Log, Review
from exercises.scheduled import unschedule
from notices import outbox
from programme.access import refuse_stranger
from programme.models import Enrolment, Week
from programme.release import locked

PLACE = "exercises_review.sealed"


@dataclass(frozen=True, slots=True)
class Drafted:
    """What `save_draft` did. `stale`: this text was begun from an older draft, so nothing was written; `review` is the
    newer one, and the page shows both."""

    review: Review
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What an answer says: to the week, and under single logs (by the log's id)."""

    text: str
    replies: Mapping[UUID, str]


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
    replies: Mapping[UUID, str] | None = None,
) -> Drafted:
    """Keep the text of the answer to a week, sealed for the record, which shared logs it covers, and the replies under them.

    Compare-and-set on `based_on`, the revision that the page showed (0 for none). `token` is the id of the answer that
    the page writes: the same text sent again after publishing is that answer, not a new one.
    Raises Refused when `author` no longer cares for this client or an answer is under way already, writing.BadText on a
    text that cannot be kept.
    """
    words = Words(tidy(text), inline.tidied(replies or {}))
    vault.ensure_keys(enrolment.client.subject)
    with transaction.atomic():
        enrolment = locked(enrolment)
        refuse_stranger(author, enrolment, now)
        token = token or uuid4()
        known = Review.objects.filter(uuid=token).select_related("enrolment__client").first()
        if known and known.enrolment_id == enrolment.pk and known.published_at and says(known, words, author, now):
            return Drafted(known)
        refuse_second(enrolment, week, now)
        draft = Review.objects.of(enrolment).drafts().in_week(week).select_related("enrolment__client").first()
        if draft and draft.revision != based_on:
            return Drafted(draft, stale=not says(draft, words, author, now))
        # A token that has served already names another answer.
        draft = draft or Review(uuid=uuid4() if known else token, enrolment=enrolment, week=week, author=author, revision=0)
        return Drafted(keep(draft, author, logs, words, now))


def refuse_second(enrolment: Enrolment, week: Week, now: datetime) -> None:
    if Review.objects.of(enrolment).in_week(week).under_way(now).exists():
        raise Refused(_("The answer to this week is on its way. Take it back first, then you can go on with it here."))


def says(review: Review, words: Words, author: User, now: datetime) -> bool:
    return text_of(review, author, now) == words.text and inline.texts_of(review, author, now) == inline.said(words.replies)


def text_of(review: Review, author: User, now: datetime) -> str | None:
    return vault.open_texts(author, [review], "answer", now)[0]


def keep(draft: Review, author: User, logs: Iterable[Log], words: Words, now: datetime) -> Review:
    covered = answerable(draft, logs, now)
    draft.sealed = vault.seal_text(words.text, place=PLACE, subject=draft.subject, row=draft.uuid, kind=vault.KeyKind.RECORD)
    draft.author, draft.drafted_at, draft.revision = author, now, draft.revision + 1
    draft.save()
    draft.logs.set(covered)
    inline.keep(draft, words.replies)
    return draft


def answerable(draft: Review, logs: Iterable[Log], now: datetime) -> list[Log]:
    """Of these logs, the ones that are visible now, in this week, and in no published answer."""
    chosen = Log.objects.filter(pk__in=[log.pk for log in logs])
    return list(chosen.of(draft.enrolment).in_week(draft.week).visible(now).unanswered())


def publish(*, review: Review, now: datetime, at: datetime | None = None) -> Review:
    """Send the answer: from now on, or from `at` on, the client reads it, and what it covers can no longer be taken back.

    Twice is once. Raises Refused when nothing that it covers is shared any more, when it says nothing, when the relation has
    ended.
    """
    with transaction.atomic():
        enrolment = locked(review.enrolment)
        review = Review.objects.select_related("enrolment__client", "author", "week").get(pk=review.pk)
        if review.published_at is not None:
            return review
        refuse_stranger(review.author, enrolment, now)
        # Asked at the last moment: something may have been taken back while the coach wrote.
        covered = answerable(review, review.logs.all(), now)
        if not covered:
            raise Refused(_("Nothing of this week is shared at the moment, so there is nothing to answer. Your text is kept as a draft."))
        review.logs.set(covered)
        if is_silent(review, now):
            raise Refused(_("There are no words in this answer yet, so it was not sent."))
        # A moment that went by while the page was open is now.
        review.published_at = max(now, at or now)
        review.save(update_fields=["published_at"])
        announce(review, now)
    return review


def is_silent(review: Review, now: datetime) -> bool:
    written = (text_of(review, review.author, now) or "").strip()
    return not written and not inline.of(review) and not hasattr(review, "voice")


def announce(review: Review, now: datetime) -> None:
    """The mail that it is there, when it is. Its key names the moment too: an answer that was taken back and sent anew is
    announced anew, and the mail of the moment before it drops itself."""
    arrives = review.published_at or now
    outbox.post(
        recipient=review.enrolment.client,
        kind="answer-arrived",
        key=f"{review.uuid}:{int(arrives.timestamp())}",
        about=f"{review.enrolment_id}:{review.week.number}",
        now=now,
        due_at=arrives,
    )


def take_back(*, review: Review, by: User, now: datetime) -> Review:
    """Stop an answer that has not arrived yet: it is a draft again. Twice is once.

    Raises Refused once it has arrived, and when `by` no longer cares for this client.
    """
    with transaction.atomic():
        enrolment = locked(review.enrolment)
        review = Review.objects.select_related("enrolment__client", "author", "week").get(pk=review.pk)
        if review.published_at is None:
            return review
        refuse_stranger(by, enrolment, now)
        if review.published_at <= now:
            raise Refused(_("This answer has arrived, so it stays as it is."))
        unschedule(review)
    return review
