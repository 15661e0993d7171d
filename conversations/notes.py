"""What a coach notes about a client: working notes that go by themselves, and notes in the file that stay."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import vault
from accounts.access import coach_of
from accounts.models import User
from accounts.refusal import Refused
from accounts.writing import tidy
from conversations.models import Note
from notices import outbox
from notices.models import Channel
from programme.access import refuse_stranger
from programme.models import Enrolment
from programme.release import locked

PLACE = "conversations_note.sealed"
ASKS_FILE = "asks-file"


def write(*, enrolment: Enrolment, author: User, kind: str, text: str, token: UUID, now: datetime) -> Note:
    """Keep a note, sealed. `token` lands it once. Raises Refused for who does not care for this client, or without words."""
    text = tidy(text)
    if not text.strip():
        raise Refused(_("There are no words in this note yet."))
    vault.ensure_keys(enrolment.client.subject)
    with transaction.atomic():
        fresh = locked(enrolment)
        refuse_stranger(author, fresh, now)
        known = Note.objects.filter(uuid=token).first()
        if known and (known.enrolment_id, known.author_id) == (fresh.pk, author.pk):
            return known
        row = uuid4() if known else token
        sealed = vault.seal_text(text, place=PLACE, subject=fresh.client.subject, row=row, kind=vault.KeyKind.RECORD)
        return Note.objects.create(uuid=row, enrolment=fresh, author=author, kind=kind, sealed=sealed, written_at=now)


@transaction.atomic
def throw_away(*, note: Note, by: User, now: datetime) -> None:
    """An aid before its time. What stands in the file stays: it is part of the record. Raises Refused."""
    refuse_stranger(by, locked(note.enrolment), now)
    if note.kind != Note.Kind.AID or note.author_id != by.pk:
        raise Refused(_("A note in the file stays: it belongs to the record. Write a new one to set something right."))
    Note.objects.filter(pk=note.pk).delete()


@transaction.atomic
def show_file(*, enrolment: Enrolment, by: User, now: datetime) -> int:
    """Open the whole file to the client, as asked; how many notes were not open yet. What is written later is not."""
    fresh = locked(enrolment)
    refuse_stranger(by, fresh, now)
    opened = Note.objects.of(fresh).in_the_file().filter(shown_at=None).update(shown_at=now)
    if opened:
        outbox.post(recipient=fresh.client, kind="file-open", key=f"{fresh.pk}:{now.isoformat()}", about=str(fresh.pk), now=now)
    return opened


def ask_for_file(*, enrolment: Enrolment, now: datetime) -> User:
    """The client wants to see the file: on the desk of who cares for them, once a day. Raises Refused when nobody does."""
    coach = coach_of(enrolment.client, now)
    if coach is None:
        raise Refused(_("There is nobody here to let know at the moment. The office can help you on."))
    key = f"{enrolment.pk}:{enrolment.local_day(now)}"
    outbox.post(recipient=coach, kind=ASKS_FILE, key=key, about=str(enrolment.pk), now=now, channel=Channel.DESK)
    return coach


def sweep(now: datetime) -> int:
    """Take away the aids that have had their 90 days; how many."""
    # No lock: nobody can bring an aid back whose days are over.
    return Note.objects.swept(now).delete()[0]
