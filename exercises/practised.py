"""That a practice was done: which one and in which week, and nothing of how it was."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.refusal import Refused
from exercises.models import Practised
from programme.models import Enrolment, Week
from programme.release import locked


@transaction.atomic
def keep(*, enrolment: Enrolment, week: Week, piece: str, now: datetime) -> None:
    """Once for each week and practice; a second time changes nothing. Raises Refused when nothing can be kept any more."""
    fresh = locked(enrolment)
    if not fresh.may_write(now):
        raise Refused(_("Your programme has ended: what you wrote stays readable, and nothing new can be added here."))
    Practised.objects.get_or_create(enrolment=fresh, week=week, piece=piece, defaults={"at": now})
