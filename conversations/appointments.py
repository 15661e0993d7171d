"""Talks that the coach plans. The client hears that there is one, or that it changed, and never by mail where or why."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from icalendar import Event

from accounts import vault
from accounts.access import cares_for
from accounts.models import User
from accounts.refusal import Refused
from accounts.writing import tidy
from conversations.models import Agenda, Appointment
from notices import outbox
from programme.access import refuse_stranger
from programme.feed import event
from programme.models import Enrolment, Status
from programme.release import locked

PLACE = "conversations_appointment.sealed"
DAY_BEFORE = timedelta(hours=24)
SHORTEST, LONGEST = 5, 480


def plan(*, enrolment: Enrolment, member: User, starts_at: datetime, minutes: int, where: str, token: UUID, now: datetime) -> Appointment:
    """Plan a talk of `minutes` (5-480). `where` is a link, number or address, sealed. `token` lands it once.

    Raises Refused on a moment that is past, not this programme's, or taken; writing.BadText on a text that cannot be kept.
    """
    where = tidy(where)
    vault.ensure_keys(enrolment.client.subject)
    with transaction.atomic():
        fresh = locked(enrolment)
        known = Appointment.objects.filter(uuid=token).first()
        if known and known.enrolment_id == fresh.pk:
            return known
        # A token that is somebody else's is as good as none.
        made = Appointment(uuid=uuid4() if known else token, enrolment=fresh, member=member, planned_at=now)
        place(made, starts_at, minutes, where, now)
        made.save(force_insert=True)
        tell(made, now)
    return made


def move(*, appointment: Appointment, by: User, starts_at: datetime, minutes: int, where: str, now: datetime) -> Appointment:
    """Another moment, length or place. The client is told once more, and reminded of the new moment only. What was planned with
    somebody who no longer cares for this client becomes a talk with `by`."""
    where = tidy(where)
    with transaction.atomic():
        fresh = changeable(appointment, by, now)
        if fresh.cancelled_at:
            raise Refused(_("This appointment was called off already. Plan a new one."))
        if not cares_for(fresh.member, fresh.enrolment.client, now):
            fresh.member = by
        place(fresh, starts_at, minutes, where, now)
        fresh.save(update_fields=["member", "starts_at", "ends_at", "minutes", "sealed"])
        tell(fresh, now)
    return fresh


@transaction.atomic
def cancel(*, appointment: Appointment, by: User, now: datetime) -> Appointment:
    """Call it off; twice is once. Raises Refused once it has begun."""
    fresh = changeable(appointment, by, now)
    if fresh.cancelled_at is None:
        call_off(fresh, now)
    return fresh


def call_off(appointment: Appointment, now: datetime) -> None:
    """Mark it and tell the client. The caller holds the enrolment's lock."""
    appointment.cancelled_at = now
    appointment.save(update_fields=["cancelled_at"])
    about = str(appointment.pk)
    outbox.post(recipient=appointment.enrolment.client, kind="appointment-off", key=f"{about}:{now.isoformat()}", about=about, now=now)


def changeable(appointment: Appointment, by: User, now: datetime) -> Appointment:
    """The appointment under its enrolment's lock. Raises Refused when it has begun, or `by` does not care for this client."""
    enrolment = locked(appointment.enrolment)
    fresh = Appointment.objects.select_related("member").get(pk=appointment.pk)
    fresh.enrolment = enrolment
    refuse_stranger(by, enrolment, now)
    if fresh.starts_at <= now:
        raise Refused(_("This appointment has begun, so it stays as it was."))
    return fresh


def place(appointment: Appointment, starts_at: datetime, minutes: int, where: str, now: datetime) -> None:
    ends_at = starts_at + timedelta(minutes=minutes)
    refuse(appointment, starts_at, ends_at, now)
    appointment.starts_at, appointment.ends_at, appointment.minutes = starts_at, ends_at, minutes
    client = appointment.enrolment.client
    appointment.sealed = vault.seal_text(where, place=PLACE, subject=client.subject, row=appointment.uuid, kind=vault.KeyKind.RECORD)


def refuse(appointment: Appointment, starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Raises Refused when this cannot be. The member's row is locked, so that nobody is planned in two places at once."""
    if appointment.enrolment.status not in {Status.INVITED, Status.PENDING, Status.ACTIVE, Status.COMPLETED}:
        raise Refused(_("This programme has ended."))
    refuse_stranger(appointment.member, appointment.enrolment, now)
    if starts_at <= now:
        raise Refused(_("This moment has passed. Choose one that is to come."))
    if not timedelta(minutes=SHORTEST) <= ends_at - starts_at <= timedelta(minutes=LONGEST):
        raise Refused(_("An appointment takes five minutes to eight hours."))
    # Behind the enrolment's lock, and last of all: two clients of one coach may be planned at once.
    User.objects.select_for_update(no_key=True).get(pk=appointment.member_id)
    taken = Appointment.objects.standing().with_member(appointment.member, now).exclude(pk=appointment.pk).during(starts_at, ends_at)
    if other := taken.order_by("starts_at").first():
        at = date_format(other.starts_at.astimezone(ZoneInfo(appointment.member.zone)), "H:i")
        raise Refused(_("You have another appointment at %(time)s then.") % {"time": at})


def tell(appointment: Appointment, now: datetime) -> None:
    """A mail that there is an appointment, and one the day before. Each moment has its own, so a move tells anew."""
    client, key = appointment.enrolment.client, f"{appointment.pk}:{appointment.starts_at.isoformat()}"
    # With `now` in its key: moved away and back again, it is told each time.
    outbox.post(recipient=client, kind="appointment", key=f"{key}:{now.isoformat()}", about=str(appointment.pk), now=now)
    # Planned for tomorrow morning, the mail of the planning is reminder enough.
    if appointment.starts_at - DAY_BEFORE > now:
        before = appointment.starts_at - DAY_BEFORE
        outbox.post(recipient=client, kind="appointment-near", key=key, about=str(appointment.pk), now=now, due_at=before)


def events(appointments: "QuerySet[Appointment]", now: datetime) -> list[Event]:
    """Neutral events of `in_calendar`: a moment and a length, and neither whose nor where."""
    return [event(each.uuid, each.starts_at, now, each.length, busy=True, off=each.is_off) for each in appointments]  # type: ignore[attr-defined]


def give_address(*, member: User, now: datetime) -> Agenda:
    """A new secret address for a member's own appointments; the one before it stops at once."""
    agenda, _made = Agenda.objects.update_or_create(member=member, defaults={"token": uuid4(), "made_at": now})
    return agenda


def take_address_away(*, member: User) -> None:
    Agenda.objects.filter(member=member).delete()


def of_member(member: User, now: datetime) -> "QuerySet[Appointment]":
    return Appointment.objects.with_member(member, now).in_calendar(now)


def of_client(enrolments: Iterable[Enrolment], now: datetime) -> "QuerySet[Appointment]":
    return Appointment.objects.filter(enrolment__in=enrolments).in_calendar(now)
