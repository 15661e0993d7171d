"""The brake tells the coach that it was used, when its client wants that: beforehand in general, and then each time anew.

Only the day is kept, once; not the hour, not how often, not in which exercise.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts import consent
from accounts.access import cares_for, coach_of
from accounts.consent import Purpose
from accounts.models import User
from accounts.refusal import Refused
from notices import outbox
from notices.models import Channel
from programme.calendar import moment
from programme.models import Enrolment, Status

KIND = "brake-used"


def may_be_told(client: User, now: datetime) -> User | None:
    """Who would hear of it: whoever cares for this client now, if the client said beforehand that they may. Two queries."""
    return coach_of(client, now) if consent.given(client, Purpose.BRAKE) else None


def tell(*, enrolment: Enrolment, now: datetime) -> User:
    """Put it on the desk of who cares for this client; more than once a day is once. Returns who that is.

    Raises Refused when the client did not say beforehand that they may know, nobody is there, the programme is not running.
    """
    coach = may_be_told(enrolment.client, now)
    if coach is None or enrolment.status != Status.ACTIVE or not cares_for(coach, enrolment.client, now):
        raise Refused(_("Nothing was passed on, and nothing of it is kept."))
    day = enrolment.local_day(now)
    outbox.post(
        recipient=coach,
        kind=KIND,
        key=f"{enrolment.pk}:{day}",
        about=str(enrolment.pk),
        # The first moment of the day stands for its hour, which is nobody's.
        now=moment(day, 0, ZoneInfo(enrolment.zone)),
        channel=Channel.DESK,
    )
    return coach
