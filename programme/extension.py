"""More time: the programme stays open after its twelfth week, until a day."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.refusal import Refused
from programme.models import Enrolment, Status
from programme.release import locked, note

LONGEST = timedelta(days=366)


@transaction.atomic
def extend(*, enrolment: Enrolment, until: date, by: User, now: datetime, reason: str = "") -> None:
    """Keep the programme running up to local day `until`, the first day on which it may end. Who completed it goes on.

    Raises Refused for a day that is not ahead or over a year away, for who stopped or has not begun, and while another runs.
    """
    fresh = locked(enrolment)
    today = fresh.local_day(now)
    if not today < until <= today + LONGEST:
        raise Refused(_("Choose a day after today, at most a year ahead."))
    if fresh.status not in {Status.ACTIVE, Status.COMPLETED}:
        raise Refused(_("Only who is on their way, or has completed the weeks, gets more time."))
    # Who had completed it may have begun anew meanwhile.
    others = Enrolment.objects.of(fresh.client).running().filter(programme=fresh.programme_id).exclude(pk=fresh.pk)
    if others.exists():
        raise Refused(_("This person follows this programme already."))
    before = {"until": fresh.open_until.isoformat()} if fresh.open_until else {}
    Enrolment.objects.filter(pk=fresh.pk).update(status=Status.ACTIVE, ended_at=None, open_until=until)
    note(fresh, "extended", by=by, now=now, before=before, after={"until": until.isoformat()}, reason=reason)
