"""One helper fetches and authorises. Someone else's is a 404, as is what never was."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from accounts.reading import read
from conversations.models import Appointment, Message, Note
from programme.access import own_enrolment
from programme.models import Enrolment

# What a page of a thread shows; older ones follow on the next.
A_PAGE = 30


class Said(NamedTuple):
    """A message with its words; None where they cannot be opened."""

    message: Message
    text: str | None


class Planned(NamedTuple):
    appointment: Appointment
    where: str | None


class Noted(NamedTuple):
    note: Note
    text: str | None


def own_thread(user: User, now: datetime) -> Enrolment:
    """The enrolment whose thread this client reads: the running one, or the latest ended one. Raises Http404 where there
    is none, or it may not be read (any more, or yet)."""
    enrolment = own_enrolment(user, now)
    if not enrolment.may_read(now):
        raise Http404
    return enrolment


def cared_for_appointment(member: User, uuid: UUID, now: datetime) -> Appointment:
    """A standing appointment with a client for whom `member`, a coach, cares now. Raises Http404."""
    if not member.is_coach:
        raise Http404
    mine = Appointment.objects.standing().filter(enrolment__in=Enrolment.objects.cared_for_by(member, now))
    return get_object_or_404(mine.select_related("enrolment__client", "member"), uuid=uuid)


def cared_for_note(member: User, uuid: UUID, now: datetime) -> Note:
    """A note that `member` may read, of a client for whom they care now. Raises Http404."""
    if not member.is_coach:
        raise Http404
    mine = Note.objects.for_member(member).filter(enrolment__in=Enrolment.objects.cared_for_by(member, now))
    return get_object_or_404(mine.select_related("enrolment__client"), uuid=uuid)


def thread(actor: User, enrolment: Enrolment, now: datetime, back: int = 0) -> list[Said]:
    """The page of the thread that lies `back` pages from the newest, the newest message last. Raises vault.NotReadable."""
    skip = back * A_PAGE
    found = list(Message.objects.of(enrolment).select_related("author").order_by("-sent_at", "-pk")[skip : skip + A_PAGE])
    texts = opened(actor, enrolment, found, "messages", now)
    return [Said(message, text) for message, text in zip(found, texts, strict=True)][::-1]


def older(enrolment: Enrolment, back: int) -> int:
    """The number of the page before the one that lies `back` from the newest; 0 where the thread begins on it."""
    return back + 1 if Message.objects.of(enrolment).count() > (back + 1) * A_PAGE else 0


def planned(actor: User, enrolment: Enrolment, now: datetime) -> list[Planned]:
    """What is to come, the first one first. Raises vault.NotReadable."""
    found = list(Appointment.objects.of(enrolment).coming(now).select_related("member"))
    return [Planned(each, where) for each, where in zip(found, opened(actor, enrolment, found, "appointments", now), strict=True)]


def noted(member: User, enrolment: Enrolment, now: datetime) -> list[Noted]:
    """The file and one's own aids, the newest first. Raises vault.NotReadable."""
    found = list(Note.objects.of(enrolment).for_member(member).select_related("author"))
    return [Noted(note, text) for note, text in zip(found, opened(member, enrolment, found, "notes", now), strict=True)]


def shown_file(client: User, enrolment: Enrolment, now: datetime) -> list[Noted]:
    """The notes in the file that were opened to this client, the newest first."""
    found = list(Note.objects.of(enrolment).shown().select_related("author"))
    return [Noted(note, text) for note, text in zip(found, opened(client, enrolment, found, "own file", now), strict=True)]


Rows = list[Message] | list[Appointment] | list[Note]


def opened(actor: User, enrolment: Enrolment, rows: Rows, purpose: str, now: datetime) -> list[str | None]:
    for row in rows:
        row.enrolment = enrolment
    return read(actor, rows, purpose, now)
