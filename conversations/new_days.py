"""Who answers messages is away: each promise of those days gets its new day, openly."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.absence import closed_for
from accounts.access import answered_by
from accounts.models import Absence, Practice, User
from accounts.working_days import Closed, next_working_day
from conversations.models import Message, MessageQuerySet
from notices import outbox
from programme.calendar import moment
from programme.models import Enrolment
from programme.release import locked

LATER = "message-later"
SECOND = timedelta(seconds=1)


def touched(member: User, starts_on: date, ends_on: date, now: datetime) -> MessageQuerySet:
    """What `member` promised to answer on these days of the practice (half-open) that are not over yet."""
    zone = ZoneInfo(Practice.current().zone)
    begins, ends = max(now, moment(starts_on, 0, zone) - SECOND), moment(ends_on, 0, zone)
    return Message.objects.unanswered().due_between(begins, ends).filter(enrolment__client__in=answered_by(member, now))


@transaction.atomic
def move(*, absence: Absence, now: datetime) -> list[Enrolment]:
    """Give each message that this absence touches its new day; returns the enrolments in which one moved."""
    member, practice = absence.member, Practice.current()
    rows = touched(member, absence.starts_on, absence.ends_on, now)
    concerned = list(Enrolment.objects.filter(messages__in=rows).distinct().order_by("pk"))
    for enrolment in concerned:
        for message in rows.of(locked(enrolment)):
            message.repromised_at = instead_of(message, practice, closed_for(member))
            message.save(update_fields=["repromised_at"])
    return concerned


def instead_of(message: Message, practice: Practice, shut: Closed) -> datetime:
    """The answer hour of the first working day on which somebody is there (UTC)."""
    zone = ZoneInfo(practice.zone)
    promised = message.answer_by or message.sent_at
    return moment(next_working_day(promised.astimezone(zone).date(), shut), practice.answer_hour, zone)


def tell(*, enrolments: list[Enrolment], absence: Absence, now: datetime) -> None:
    """One mail for each of these people: who is ill, and the new day."""
    for enrolment in enrolments:
        key = f"{absence.pk}:{enrolment.pk}:{absence.ends_on}"
        outbox.post(recipient=enrolment.client, kind=LATER, key=key, about=str(enrolment.pk), now=now)


def keep(now: datetime) -> None:
    """What was sent while an absence was being planned gets its new day all the same."""
    for absence in Absence.objects.ahead(Practice.current().local_day(now)).select_related("member"):
        move(absence=absence, now=now)
