"""Who answers is away, ahead or from today: promises that were given for those days get a new one, openly. Weeks go on opening."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts import absence as absences
from accounts.absence import closed_for
from accounts.access import answered_by
from accounts.models import Absence, Practice, User
from accounts.working_days import Closed
from exercises.keeping import enrolments
from exercises.models import DUE, Log, LogQuerySet, Why
from exercises.promise import instead_of
from notices import outbox
from programme.calendar import moment
from programme.models import Enrolment
from programme.release import locked

ILL: Final = "coach-ill"
SECOND: Final = timedelta(seconds=1)
WHY: Final = {Absence.Kind.ILL: Why.ILL, Absence.Kind.HOLIDAY: Why.AWAY}


def fall_ill(*, member: User, back_on: date, now: datetime, starts_on: date | None = None) -> Absence:
    """Be ill from today, or from `starts_on`, until `back_on`: each promise of those days gets its new day, and one mail tells each
    client who has one.

    Raises Refused as `accounts.absence.fall_ill`.
    """
    with transaction.atomic():
        hold(member, now)
        absence = absences.fall_ill(member=member, back_on=back_on, now=now, starts_on=starts_on)
        for enrolment in move(member, absence, now):
            key = f"{absence.pk}:{enrolment.pk}:{absence.ends_on}"
            outbox.post(recipient=enrolment.client, kind=ILL, key=key, about=str(enrolment.pk), now=now)
    return absence


def plan(*, member: User, starts_on: date, ends_on: date, now: datetime) -> Absence:
    """Be away on days to come: each promise of those days gets its new day, which is shown and not mailed.

    Raises Refused as `accounts.absence.plan`.
    """
    with transaction.atomic():
        hold(member, now)
        absence = absences.plan(member=member, starts_on=starts_on, ends_on=ends_on, now=now)
        move(member, absence, now)
    return absence


def hold(member: User, now: datetime) -> None:
    """Lock the enrolments of everybody for whom `member` cares, in order: every deed takes a person's lock before a member's."""
    list(Enrolment.objects.select_for_update().filter(client__in=member.clients.active(now).values("client")).order_by("pk"))


def keep(now: datetime) -> None:
    """What was promised for a day away while that day was being planned gets its new day all the same."""
    today = Practice.current().local_day(now)
    # Something can be shared in the second between reading who is away and writing it down.
    for absence in Absence.objects.ahead(today).select_related("member"):
        with transaction.atomic():
            move(absence.member, absence, now)


def move(member: User, absence: Absence, now: datetime) -> list[Enrolment]:
    """Give each promise that this absence touches its new day. Returns the enrolments in which one moved."""
    practice, shut = Practice.current(), closed_for(member)
    concerned = enrolments(touched(member, absence.starts_on, absence.ends_on, now))
    for enrolment in concerned:
        # Found without a lock, so each is locked and looked at again before anything moves.
        enrolment.client = locked(enrolment).client
        for log in touched(member, absence.starts_on, absence.ends_on, now).of(enrolment):
            repromise(log, WHY[Absence.Kind(absence.kind)], practice, shut)
    return concerned


def repromise(log: Log, why: Why, practice: Practice, shut: Container[date]) -> None:
    if promised := log.answer_by:
        log.repromised_at, log.repromised_why = instead_of(promised, practice, shut=shut), why
        log.save(update_fields=["repromised_at", "repromised_why"])


def touched(member: User, starts_on: date, ends_on: date, now: datetime) -> LogQuerySet:
    """What `member` has promised to answer between these days (half-open, of the practice) and is in no finished answer."""
    tz = ZoneInfo(Practice.current().zone)
    # `due_after` and `due_until` leave out and take in their edge; the days of an absence are the other way round.
    begins, ends = max(now, moment(starts_on, 0, tz) - SECOND), moment(ends_on, 0, tz)
    rows = Log.objects.unanswered().filter(week__isnull=False).due_after(begins).due_until(ends - SECOND)
    return rows.filter(enrolment__client__in=answered_by(member, now))


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One week of one client whose promise would move: from when to when (UTC)."""

    name: str
    number: int
    promised_at: datetime
    new_at: datetime


def foresee(*, member: User, back_on: date, now: datetime, starts_on: date | None = None) -> list[Foreseen]:
    """Whom an illness from today, or from `starts_on`, until `back_on` concerns, the first promise first. Writes nothing; what the
    night still holds stays unsaid."""
    practice = Practice.current()
    first = starts_on or practice.local_day(now)
    shut = Closed((*closed_for(member).away, (first, back_on)))
    rows = touched(member, first, back_on, now).visible(now).select_related("enrolment__client", "week").order_by(DUE, "pk")
    found: dict[tuple[int, int], Foreseen] = {}
    for log in rows:
        if log.week and log.answer_by:
            new = instead_of(log.answer_by, practice, shut=shut)
            found.setdefault((log.enrolment_id, log.week.number), Foreseen(log.enrolment.client.name, log.week.number, log.answer_by, new))
    return list(found.values())
