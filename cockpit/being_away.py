"""Being away, with all it touches: answers and messages get their new day, and on days of illness talks are called off."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.absence import closed_for
from accounts.models import Absence, Practice, User
from accounts.working_days import Closed
from conversations import calling_off, new_days
from conversations.models import DUE, Appointment
from exercises import away
from notices.models import Notice


@transaction.atomic
def fall_ill(*, member: User, starts_on: date, back_on: date, now: datetime) -> Absence:
    """Be ill from `starts_on` until `back_on`. Whoever expects something on those days hears of it by mail: an answer, the answer to a
    message, or a talk; who waits for two answers has one mail. Raises Refused as `exercises.away.fall_ill`."""
    absence = away.fall_ill(member=member, starts_on=starts_on, back_on=back_on, now=now)
    told = set(Notice.objects.filter(kind=away.ILL, key__startswith=f"{absence.pk}:").values_list("recipient", flat=True))
    moved = [enrolment for enrolment in new_days.move(absence=absence, now=now) if enrolment.client_id not in told]
    new_days.tell(enrolments=moved, absence=absence, now=now)
    calling_off.for_illness(absence=absence, now=now)
    return absence


@transaction.atomic
def plan(*, member: User, starts_on: date, ends_on: date, now: datetime) -> Absence:
    """Be away on days to come. Promises of those days get their new day, which is shown; talks stay until somebody moves them.
    Raises Refused as `exercises.away.plan`."""
    absence = away.plan(member=member, starts_on=starts_on, ends_on=ends_on, now=now)
    new_days.move(absence=absence, now=now)
    return absence


@dataclass(frozen=True, slots=True)
class Thread:
    """Messages of one client whose answer would move: to when (UTC)."""

    name: str
    promised_at: datetime
    new_at: datetime


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom an illness concerns: answers to weeks, messages, and talks."""

    answers: list[away.Foreseen]
    messages: list[Thread]
    talks: list[Appointment]

    @property
    def nobody(self) -> bool:
        return not (self.answers or self.messages or self.talks)


def foresee(*, member: User, starts_on: date, back_on: date, now: datetime) -> Concerned:
    """Whom an illness from `starts_on` until `back_on` would concern. Writes nothing."""
    talks = calling_off.on_days_away(member, starts_on, back_on, now).select_related("enrolment__client")
    answers = away.foresee(member=member, starts_on=starts_on, back_on=back_on, now=now)
    return Concerned(answers, threads(member, starts_on, back_on, now), list(talks))


def threads(member: User, starts_on: date, back_on: date, now: datetime) -> list[Thread]:
    practice, shut = Practice.current(), Closed((*closed_for(member).away, (starts_on, back_on)))
    found: dict[int, Thread] = {}
    for message in new_days.touched(member, starts_on, back_on, now).select_related("enrolment__client").order_by(DUE, "sent_at"):
        new_at = new_days.instead_of(message, practice, shut)
        found.setdefault(message.enrolment_id, Thread(message.enrolment.client.name, message.answer_by or now, new_at))
    return list(found.values())


def clashes(member: User, now: datetime) -> list[Appointment]:
    """Talks that stand on days on which their coach is away, the first one first."""
    ahead = Absence.objects.of(member).ahead(Practice.current().local_day(now))
    found = {
        talk.pk: talk
        for absence in ahead
        for talk in calling_off.on_days_away(member, absence.starts_on, absence.ends_on, now).select_related("enrolment__client")
    }
    return sorted(found.values(), key=lambda talk: talk.starts_at)
