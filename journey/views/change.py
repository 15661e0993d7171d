"""What changed: pictures over the weeks, and the first trigger log beside the latest."""

from datetime import datetime

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.visit import Visit
from journey import pictures
from journey import then_and_now as then
from journey.spans import spans
from journey.views.page import page, while_readable
from programme.models import Enrolment


@require_safe
@while_readable
def change(request: Visit, enrolment: Enrolment, now: datetime) -> HttpResponse:
    weeks = spans(enrolment, now)
    found = pictures.pictures(pictures.look(enrolment, weeks, now))
    return page(request, enrolment, "journey/change.html", {"pictures": found, "weeks": weeks})


@require_safe
@while_readable
def then_and_now(request: Visit, enrolment: Enrolment, now: datetime) -> HttpResponse:
    there = then.is_there(spans(enrolment, now))
    found = then.look(enrolment, now) if there else None
    return page(request, enrolment, "journey/then_and_now.html", {"found": found, "from_week": then.FROM_WEEK})
