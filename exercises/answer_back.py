"""What a client says back to an answer: once, short, and with no new promise."""

from datetime import datetime
from typing import Final
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import vault
from accounts.refusal import Refused
from accounts.writing import BadText, grouped, tidy
from exercises.models import AnswerBack, Review
from programme.models import Status
from programme.release import locked

PLACE: Final = "exercises_answerback.sealed"
CAP: Final = 2_000


def answer_back(*, review: Review, text: str, now: datetime) -> AnswerBack:
    """Keep it, sealed for the record; the same text twice is once.

    Raises Refused when the answer has not arrived, the programme has ended, nothing is said, or something was said already;
    BadText on a text that cannot be kept.
    """
    text = short(text)
    vault.ensure_keys(review.enrolment.client.subject)
    with transaction.atomic():
        enrolment = locked(review.enrolment)
        review = Review.objects.select_related("enrolment__client").get(pk=review.pk)
        if review.published_at is None or review.published_at > now or enrolment.status != Status.ACTIVE:
            raise Refused(_("Answering back belongs to an answer that is there, in a programme that runs."))
        said = AnswerBack.objects.filter(review=review).select_related("review__enrolment__client").first()
        if said is None:
            return AnswerBack.objects.create(**sealed(review, text), review=review, written_at=now)
        # A button pressed twice, or a page sent again: that is no second answer.
        if vault.open_texts(enrolment.client, [said], "own answer", now) == [text]:
            return said
        raise Refused(_("You answered back to this already, so that is what stands there. What you add, write it as something new."))


def short(text: str) -> str:
    text = tidy(text)
    if not text.strip():
        raise BadText(_("Nothing is filled in yet. One word is enough."))
    if len(text) > CAP:
        sentence = _(
            "This text has %(length)s characters and %(cap)s fit here. Your text is still here: make it shorter, or write it as a log."
        )
        raise BadText(sentence % {"length": grouped(len(text)), "cap": grouped(CAP)})
    return text


def sealed(review: Review, text: str) -> dict[str, object]:
    uuid = uuid4()
    return {"uuid": uuid, "sealed": vault.seal_text(text, place=PLACE, subject=review.subject, row=uuid, kind=vault.KeyKind.RECORD)}
