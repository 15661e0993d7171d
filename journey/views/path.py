"""The twelve weeks as one picture, with a date for each."""

from datetime import datetime

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import coach_of
from accounts.visit import Visit
from journey import path as way
from journey.views.page import page, while_readable
from programme.models import Enrolment


@require_safe
@while_readable
def path(request: Visit, enrolment: Enrolment, now: datetime) -> HttpResponse:
    found = way.look(enrolment, now)
    coach = coach_of(enrolment.client, now) if found.has_held else None
    return page(request, enrolment, "journey/path.html", {"path": found, "coach": coach and coach.first_name})
