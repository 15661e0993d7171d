"""Talks that cannot go on: their programme is over by then, or who would have them is ill. Client and coach both hear of it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.access import coach_of
from accounts.models import Absence, Practice, User
from conversations.appointments import call_off
from conversations.models import Appointment, AppointmentQuerySet
from notices import outbox
from notices.models import Channel
from programme.calendar import moment
from programme.models import Enrolment
from programme.release import locked

BY_THE_END, BY_ILLNESS = "talk-off-end", "talk-off-ill"
# What lies on a desk for a day is there before anybody looks.
MORNING = 7


def after_the_end(now: datetime) -> int:
    """Call off what was planned for when a programme is over; of how many programmes. What ends one stands below this room, so
    this is a sweep: until it comes by, `standing` leaves these talks out already."""
    ended = Enrolment.objects.filter(appointments__in=Appointment.objects.overtaken().filter(starts_at__gt=now)).distinct()
    return sum(end_of(enrolment, now) for enrolment in ended.order_by("pk"))


@transaction.atomic
def end_of(enrolment: Enrolment, now: datetime) -> bool:
    fresh = locked(enrolment)
    talks = of_enrolment(fresh, Appointment.objects.overtaken().filter(starts_at__gt=now))
    for each in talks:
        call_off(each, now)
    coach = coach_of(fresh.client, now)
    if talks and coach:
        key = f"{fresh.pk}:{now.isoformat()}"
        outbox.post(recipient=coach, kind=BY_THE_END, key=key, about=str(fresh.pk), now=now, channel=Channel.DESK)
    return bool(talks)


def of_enrolment(enrolment: Enrolment, rows: AppointmentQuerySet) -> list[Appointment]:
    found = list(rows.of(enrolment))
    for each in found:
        each.enrolment = enrolment
    return found


def on_days_away(member: User, starts_on: date, ends_on: date, now: datetime) -> AppointmentQuerySet:
    """What `member` has planned that begins after now on these days of the practice (half-open), the first one first."""
    zone = ZoneInfo(Practice.current().zone)
    begins, ends = moment(starts_on, 0, zone), moment(ends_on, 0, zone)
    rows = Appointment.objects.standing().with_member(member, now)
    return rows.filter(starts_at__gte=begins, starts_at__gt=now, starts_at__lt=ends).order_by("starts_at")


@transaction.atomic
def for_illness(*, absence: Absence, now: datetime) -> list[Appointment]:
    """Call off what falls on the days of an illness; on the first morning back each lies on the member's desk, to plan anew."""
    member, off = absence.member, list[Appointment]()
    planned = on_days_away(member, absence.starts_on, absence.ends_on, now)
    for enrolment in Enrolment.objects.filter(appointments__in=planned).distinct().order_by("pk"):
        off += of_enrolment(locked(enrolment), planned)
    back = moment(absence.ends_on, MORNING, ZoneInfo(Practice.current().zone))
    for each in off:
        call_off(each, now)
        about, key = str(each.enrolment_id), f"{each.pk}:{now.isoformat()}"
        outbox.post(recipient=member, kind=BY_ILLNESS, key=key, about=about, now=now, due_at=back, channel=Channel.DESK)
    return off
