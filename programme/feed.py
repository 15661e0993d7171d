"""The openings of one enrolment for somebody's own calendar: a secret address, and what stands there."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from accounts.refusal import Refused
from programme.models import CalendarFeed, Enrolment, Release
from programme.release import locked

# The core of a week; calendars draw an appointment without length as a line nobody can tap.
LENGTH = timedelta(minutes=30)
ASK_AGAIN = timedelta(hours=6)


@transaction.atomic
def give_address(*, enrolment: Enrolment, now: datetime) -> CalendarFeed:
    """A new secret address; the one before it stops at once. Raises Refused when nothing may be read any more."""
    fresh = locked(enrolment)
    if not fresh.may_read(now):
        raise Refused(_("Your programme is not open now, so there is nothing to follow."))
    feed, _made = CalendarFeed.objects.update_or_create(enrolment=fresh, defaults={"token": uuid4(), "made_at": now})
    return feed


@transaction.atomic
def take_address_away(*, enrolment: Enrolment) -> None:
    """From now on nothing stands at the address. A second time changes nothing."""
    CalendarFeed.objects.filter(enrolment=locked(enrolment)).delete()


def followed(token: UUID, now: datetime) -> Enrolment:
    """Whose openings these are. Raises Http404 alike for an address that is wrong, taken away, or of a programme that closed."""
    feed = CalendarFeed.objects.filter(token=token).select_related("enrolment__client").first()
    if feed is None or not feed.enrolment.may_read(now):
        raise Http404
    return feed.enrolment


def moments(enrolment: Enrolment) -> list[tuple[int, datetime]]:
    """The weeks that have a day, with their moment (UTC). What is held or not arranged yet has none."""
    dated = Release.objects.of(enrolment).filter(Q(opened_at__isnull=False) | Q(blocked_by="")).order_by("week__number")
    rows = dated.values_list("week__number", "opens_at", "opened_at")
    return [(number, min(opens_at, opened_at or opens_at)) for number, opens_at, opened_at in rows]


def calendar(enrolment: Enrolment, now: datetime, more: Iterable[Event] = ()) -> bytes:
    """The openings, and `more` events, as iCalendar."""
    # The same id at each fetch: a calendar then moves an opening instead of adding another.
    openings = [event(uuid5(enrolment.uuid, f"opening {number}"), moment, now) for number, moment in moments(enrolment)]
    return written([*openings, *more])


def written(events: Iterable[Event]) -> bytes:
    """Events as iCalendar (RFC 5545), in UTC, so that no clock change can move them. Nothing in it tells what, whose or which."""
    made = Calendar()
    made.add("prodid", "-//Portaal//Agenda//NL")
    made.add("version", "2.0")
    made.add("x-wr-calname", _("Appointments"))
    made.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    for each in events:
        made.add_component(each)
    body: bytes = made.to_ical()
    return body


def event(uid: UUID, moment: datetime, now: datetime, length: timedelta = LENGTH, *, busy: bool = False, off: bool = False) -> Event:
    """A neutral event of `length` from `moment` (UTC). `busy` blocks that time in the calendar; an opening does not, nor does what
    is `off`: called off, and said to be so."""
    made = Event()
    made.add("uid", str(uid))
    made.add("dtstamp", now)
    made.add("dtstart", moment.astimezone(UTC))
    made.add("dtend", moment.astimezone(UTC) + length)
    # Others look along in a shared calendar.
    made.add("summary", _("Appointment"))
    made.add("class", "PRIVATE")
    made.add("transp", "OPAQUE" if busy and not off else "TRANSPARENT")
    if off:
        made.add("status", "CANCELLED")
    return made
