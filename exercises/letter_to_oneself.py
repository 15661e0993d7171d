"""A letter to oneself: written near the end of the programme, sealed, and opened by the portal twelve weeks later.

Until then nobody reads it, its author included. Until then its author can take it back, to write on or to throw it away.
Each deed locks the enrolment first.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import vault
from accounts.refusal import Refused
from accounts.writing import tidy
from exercises.models import Letter
from notices import outbox
from programme.calendar import moment
from programme.models import Enrolment, Release
from programme.release import locked

PLACE: Final = "exercises_letter.sealed"
KIND: Final = "letter-arrived"
# From this week on, and so long after it was written, at this local hour.
FROM_WEEK: Final = 11
WAITS: Final = timedelta(weeks=12)
HOUR: Final = 9
BATCH: Final = 500


def may_begin(enrolment: Enrolment, now: datetime) -> bool:
    """Week 11 is open. One query."""
    return Release.objects.visible(now).of(enrolment).filter(week__number__gte=FROM_WEEK).exists()


def opens_at(enrolment: Enrolment, now: datetime) -> datetime:
    """When a letter that is sealed now opens (UTC)."""
    return moment(enrolment.local_day(now) + WAITS, HOUR, ZoneInfo(enrolment.zone))


def letter_of(enrolment: Enrolment) -> Letter | None:
    letter = Letter.objects.filter(enrolment=enrolment).first()
    if letter:
        letter.enrolment = enrolment
    return letter


def write(*, enrolment: Enrolment, text: str, based_on: datetime | None, close: bool, now: datetime) -> Letter:
    """Keep the letter under its author's own key; with `close` it is sealed until it opens, else it can be written on.

    Compare-and-set on `based_on`, the moment of the text that the page showed (None for none). The same text again makes
    nothing new. Raises Refused before week 11, after the time of writing, when a sealed letter waits already, when there is
    another text since; writing.BadText on a text that cannot be kept.
    """
    text = tidy(text)
    vault.ensure_keys(enrolment.client.subject)
    with transaction.atomic():
        enrolment = locked(enrolment)
        letter = letter_of(enrolment)
        if letter and text_of(letter, now) == text and (letter.opens_at is not None) == close:
            return letter
        refuse_unwritable(enrolment, letter, based_on, now)
        if close and not text.strip():
            raise Refused(_("There are no words in this letter yet, so it was not closed."))
        letter = letter or Letter(uuid=uuid4(), enrolment=enrolment)
        subject = enrolment.client.subject
        letter.sealed = vault.seal_text(text, place=PLACE, subject=subject, row=letter.uuid, kind=vault.KeyKind.OWN)
        letter.written_at, letter.opens_at = now, opens_at(enrolment, now) if close else None
        letter.save()
    return letter


def text_of(letter: Letter, now: datetime) -> str | None:
    """Its words for its author; None while it is closed."""
    if not letter.readable_by(letter.enrolment.client, now):
        return None
    return vault.open_texts(letter.enrolment.client, [letter], "own letter", now)[0]


def refuse_unwritable(enrolment: Enrolment, letter: Letter | None, based_on: datetime | None, now: datetime) -> None:
    if not may_begin(enrolment, now):
        raise Refused(_("The letter to yourself can be written from week 11 on."))
    if not enrolment.may_write(now):
        raise Refused(_("Your programme has ended: what you wrote stays readable, and nothing new can be added here."))
    if letter and letter.opens_at is not None:
        raise Refused(_("Your letter is closed already. Take it back first if you want to write on."))
    if letter and letter.written_at != based_on:
        raise Refused(_("There is another text of this letter since, from another page. Nothing was written over: look at that one first."))


def take_back(*, letter: Letter, now: datetime) -> Letter:
    """Open it before its time, to write on. Twice is once. Raises Refused once it has arrived."""
    with transaction.atomic():
        locked(letter.enrolment)
        letter = Letter.objects.select_related("enrolment__client").get(pk=letter.pk)
        refuse_arrived(letter, now)
        letter.opens_at = None
        letter.save(update_fields=["opens_at"])
    return letter


def discard(*, letter: Letter, now: datetime) -> None:
    """Throw it away for good. Twice is once. Raises Refused once it has arrived."""
    with transaction.atomic():
        locked(letter.enrolment)
        current = Letter.objects.filter(pk=letter.pk).first()
        if current:
            refuse_arrived(current, now)
            current.delete()


def refuse_arrived(letter: Letter, now: datetime) -> None:
    if letter.has_arrived(now):
        raise Refused(_("Your letter has arrived: it is here to read."))


def tell_due(now: datetime) -> int:
    """Tell the authors of letters that have opened, each once; returns how many."""
    with transaction.atomic():
        # Skips what another worker tells at this moment, so no letter is told of twice.
        rows = Letter.objects.untold(now).select_related("enrolment__client").select_for_update(skip_locked=True, of=("self",))
        letters = list(rows.order_by("opens_at")[:BATCH])
        for letter in letters:
            about = str(letter.enrolment_id)
            outbox.post(recipient=letter.enrolment.client, kind=KIND, key=str(letter.uuid), about=about, now=now)
        Letter.objects.filter(pk__in=[letter.pk for letter in letters]).update(told_at=now)
    return len(letters)
