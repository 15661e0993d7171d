"""A client who asks to be contacted: that, and nothing of why."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.access import coach_of
from accounts.models import User
from accounts.refusal import Refused
from notices import outbox
from notices.models import Channel
from programme.models import Enrolment, Status

KIND = "asks-contact"


def ask(*, enrolment: Enrolment, now: datetime) -> User:
    """Put the question on the desk of who cares for this client; more than once a day is once. Returns who that is.

    Raises Refused when nobody does, or the programme is not running.
    """
    coach = coach_of(enrolment.client, now)
    if coach is None or enrolment.status != Status.ACTIVE:
        raise Refused(_("There is nobody here to let know at the moment. The office can help you on."))
    key = f"{enrolment.pk}:{enrolment.local_day(now)}"
    outbox.post(recipient=coach, kind=KIND, key=key, about=str(enrolment.pk), now=now, channel=Channel.DESK)
    return coach
