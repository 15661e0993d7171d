"""The spoken part of an answer: kept with a draft, taken out of a draft, played. Sealed in memory, and nowhere else."""

from datetime import datetime
from typing import Final
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import vault
from accounts.models import User
from accounts.refusal import Refused
from accounts.sound import checked
from accounts.writing import tidy
from exercises.models import Review, Transcript, Voice
from exercises.reviews import PLACE as TEXT_PLACE
from exercises.reviews import refuse_second
from programme.access import refuse_stranger
from programme.models import Enrolment, Week
from programme.release import locked

PLACE: Final = "exercises_voice.sealed"
WORDS_PLACE: Final = "exercises_voice.transcript"


def record(*, enrolment: Enrolment, week: Week, author: User, content: bytes, transcript: str, now: datetime) -> Voice:
    """Keep a recording with the draft of this week's answer, in place of the one before; an empty draft is made where there is none.

    Raises sound.BadSound, writing.BadText, and Refused as `reviews.save_draft`.
    """
    sound, words = checked(content), tidy(transcript)
    vault.ensure_keys(enrolment.client.subject)
    with transaction.atomic():
        enrolment = locked(enrolment)
        refuse_stranger(author, enrolment, now)
        refuse_second(enrolment, week, now)
        draft = draft_of(enrolment, week) or empty_draft(enrolment, week, author, now)
        # A recording is sealed to its row, so another one is another row.
        Voice.objects.filter(review=draft).delete()
        voice = Voice(uuid=uuid4(), review=draft, kind=sound.kind, seconds=sound.seconds, recorded_at=now)
        voice.sealed = vault.seal_bytes(sound.content, place=PLACE, subject=draft.subject, row=voice.uuid, kind=vault.KeyKind.RECORD)
        voice.transcript = sealed_words(voice, words)
        voice.save(force_insert=True)
    return voice


def draft_of(enrolment: Enrolment, week: Week) -> Review | None:
    return Review.objects.of(enrolment).drafts().in_week(week).select_related("enrolment__client").first()


def empty_draft(enrolment: Enrolment, week: Week, author: User, now: datetime) -> Review:
    draft = Review(uuid=uuid4(), enrolment=enrolment, week=week, author=author, revision=1, drafted_at=now)
    draft.sealed = vault.seal_text("", place=TEXT_PLACE, subject=draft.subject, row=draft.uuid, kind=vault.KeyKind.RECORD)
    draft.save(force_insert=True)
    return draft


def sealed_words(voice: Voice, words: str) -> bytes | None:
    if not words.strip():
        return None
    return vault.seal_text(words, place=WORDS_PLACE, subject=voice.subject, row=voice.uuid, kind=vault.KeyKind.RECORD)


def write_down(*, review: Review, author: User, transcript: str, now: datetime) -> Voice:
    """Write or change the words of a recording in a draft. Raises Refused when there is none, BadText on odd words."""
    words = tidy(transcript)
    with transaction.atomic():
        voice = voice_in_draft(review, author, now)
        voice.transcript = sealed_words(voice, words)
        voice.save(update_fields=["transcript"])
    return voice


def remove(*, review: Review, author: User, now: datetime) -> None:
    """Take the recording out of a draft. Twice is once. Raises Refused when the answer was sent."""
    with transaction.atomic():
        if Voice.objects.filter(review=review).exists():
            voice_in_draft(review, author, now).delete()


def voice_in_draft(review: Review, author: User, now: datetime) -> Voice:
    enrolment = locked(review.enrolment)
    refuse_stranger(author, enrolment, now)
    voice = Voice.objects.filter(review=review).select_related("review__enrolment__client").first()
    if voice is None or voice.review.published_at:
        raise Refused(_("There is no recording here that can be changed. What was sent stays as it is."))
    return voice


def sound_of(voice: Voice, actor: User, now: datetime) -> bytes | None:
    """The recording itself; None where it cannot be opened. Raises vault.NotReadable."""
    return vault.open_bytes(actor, voice, "voice", now)


def words_of(voice: Voice, actor: User, now: datetime) -> str | None:
    """What was said, written down; None where nobody wrote it down. Raises vault.NotReadable."""
    return vault.open_texts(actor, [Transcript(voice)], "voice", now)[0] if voice.transcript else None
