"""Being away: planned ahead, or ill today. Each deed locks the member first. What was promised is moved by the rooms above."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Absence, Practice, User
from accounts.refusal import Refused
from accounts.working_days import Closed, closed, next_working_day

MOST = timedelta(days=366)


def closed_for(member: User | None) -> Closed:
    """The days on which `member` does not work: holidays and absences; only holidays for nobody. One query."""
    return closed(Absence.objects.of(member).spans() if member else ())


def plan(*, member: User, starts_on: date, ends_on: date, now: datetime) -> Absence:
    """Be away from `starts_on` until `ends_on`, the first day back; the same days twice is once.

    Raises Refused on days that are no span, lie in the past, take longer than a year, or overlap with another absence.
    """
    with transaction.atomic():
        locked(member)
        refuse_odd(starts_on, ends_on, Practice.current().local_day(now))
        overlapping = Absence.objects.of(member).filter(starts_on__lt=ends_on, ends_on__gt=starts_on)
        # A form that is sent twice must not be told that it overlaps with itself.
        same = overlapping.filter(starts_on=starts_on, ends_on=ends_on, kind=Absence.Kind.HOLIDAY).first()
        if same:
            return same
        if overlapping.exists():
            raise Refused(_("You are away on some of these days already. Take that out first, then plan it anew."))
        return Absence.objects.create(member=member, starts_on=starts_on, ends_on=ends_on, kind=Absence.Kind.HOLIDAY, made_at=now)


def refuse_odd(starts_on: date, ends_on: date, today: date) -> None:
    if ends_on <= starts_on:
        raise Refused(_("The first day back comes after the first day away."))
    if starts_on < today:
        raise Refused(_("This begins in the past. Choose today or a day that is to come."))
    if ends_on - starts_on > MOST or starts_on - today > MOST:
        raise Refused(_("Plan at most a year ahead, and at most a year away."))


def cancel(*, absence: Absence, now: datetime) -> None:
    """Be there after all: what lies ahead is taken out, what was lived stays. Promises that were moved stay moved.

    Twice is once.
    """
    today = Practice.current().local_day(now)
    with transaction.atomic():
        locked(absence.member)
        # Read again behind the lock: the page may have been open for days.
        found = Absence.objects.filter(pk=absence.pk).first()
        if found is None or found.ends_on <= today:
            return
        if found.starts_on >= today:
            found.delete()
        else:
            found.ends_on = today
            found.save(update_fields=["ends_on"])


def fall_ill(*, member: User, back_on: date, now: datetime, starts_on: date | None = None) -> Absence:
    """Be ill from today, or from `starts_on`, until `back_on`, the first day back. An illness that runs then already gets the new day.

    Raises Refused when `back_on` is not after that day, or more than a year away.
    """
    today = Practice.current().local_day(now)
    first = starts_on or today
    with transaction.atomic():
        locked(member)
        refuse_odd(first, back_on, today)
        running = Absence.objects.of(member).on(first).filter(kind=Absence.Kind.ILL).order_by("-ends_on").first()
        if running is None:
            return Absence.objects.create(member=member, starts_on=first, ends_on=back_on, kind=Absence.Kind.ILL, made_at=now)
        running.ends_on = back_on
        running.save(update_fields=["ends_on"])
        return running


def back_by_default(member: User, first: date) -> date:
    """The day that the page proposes: the first working day after the first day of illness."""
    return next_working_day(first, closed_for(member))


def locked(member: User) -> User:
    """Without the key: what others write down meanwhile names this person, and must not wait."""
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=member.pk)
