"""Practical messages: one thread an enrolment, answered within working days. Each deed locks the enrolment first."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import vault
from accounts.absence import closed_for
from accounts.access import coach_of
from accounts.models import Practice, User
from accounts.refusal import Refused
from accounts.working_days import nth_working_day
from accounts.writing import tidy
from conversations.models import Message
from notices import outbox
from programme.access import refuse_stranger
from programme.calendar import WEEKS, moment
from programme.enrolment import DAYS_TO_COMPLETION
from programme.models import Enrolment, Release, Status
from programme.release import locked

PLACE = "conversations_message.sealed"


def send(*, enrolment: Enrolment, author: User, text: str, token: UUID, now: datetime) -> Message:
    """Send a message in the thread of `enrolment`. `token` is the id that the page gave it: sent twice it lands once.

    A client's message gets the moment until which it is answered; a carer's answers all that waited. The other side
    hears that something is there, never what. Raises Refused when the thread is closed, there is nobody at the other
    end, or there are no words; writing.BadText on a text that cannot be kept.
    """
    text = tidy(text)
    vault.ensure_keys(enrolment.client.subject)
    with transaction.atomic():
        fresh = locked(enrolment)
        known = Message.objects.filter(uuid=token).first()
        if known and (known.enrolment_id, known.author_id) == (fresh.pk, author.pk):
            return known
        refuse(fresh, author, text, now)
        row = uuid4() if known else token  # a token that is somebody else's is as good as none
        by_client = author.pk == fresh.client_id
        sealed = vault.seal_text(text, place=PLACE, subject=fresh.client.subject, row=row, kind=vault.KeyKind.RECORD)
        promised_at = promise(fresh, now) if by_client else None
        made = Message.objects.create(uuid=row, enrolment=fresh, author=author, sealed=sealed, sent_at=now, promised_at=promised_at)
        if not by_client:
            Message.objects.of(fresh).unanswered().update(answered_at=now)
            outbox.post(recipient=fresh.client, kind="message", key=str(made.pk), about=str(made.pk), now=now)
    return made


def refuse(enrolment: Enrolment, author: User, text: str, now: datetime) -> None:
    if enrolment.status != Status.ACTIVE:
        raise Refused(_("The programme has ended, so this thread is closed. What stands here stays readable."))
    if author.pk == enrolment.client_id and coach_of(enrolment.client, now) is None:
        raise Refused(_("There is nobody here to answer you at the moment. Your text is still here; the office can help you on."))
    if author.pk != enrolment.client_id:
        refuse_stranger(author, enrolment, now)
    if not text.strip():
        raise Refused(_("There are no words in this message yet."))


def promise(enrolment: Enrolment, now: datetime) -> datetime:
    """The end (UTC) of the last of the practice's working days within which a message is answered.

    A first promise stays as long as a message waits: who writes again is not moved back."""
    waiting = Message.objects.of(enrolment).first_due()
    if waiting and waiting.answer_by:
        return waiting.answer_by
    practice = Practice.current()
    shut = closed_for(coach_of(enrolment.client, now))
    day = nth_working_day(practice.local_day(now), practice.message_working_days, shut)
    return moment(day, practice.answer_hour, ZoneInfo(practice.zone)).astimezone(UTC)


@transaction.atomic
def set_aside(*, enrolment: Enrolment, by: User, now: datetime) -> int:
    """What waits in this thread needs no answer; how many messages that were. Raises Refused for who does not care."""
    fresh = locked(enrolment)
    refuse_stranger(by, fresh, now)
    return Message.objects.of(fresh).unanswered().update(answered_at=now)


def closes_at(enrolment: Enrolment) -> datetime | None:
    """When the thread closes (UTC), as far as that is known: a week after the last week opens."""
    last = Release.objects.of(enrolment).filter(week__number=WEEKS, blocked_by="").values_list("opened_at", "opens_at").first()
    return ((last[0] or last[1]) + timedelta(days=DAYS_TO_COMPLETION)) if last else None
