"""The twelve weeks as one picture, with a date for each."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import coach_of
from accounts.visit import Visit
from journey import path as way
from journey.views.page import page
from programme.access import own_enrolment


@require_safe
def path(request: Visit) -> HttpResponse:
    now = timezone.now()
    enrolment = own_enrolment(request.user, now)
    if not enrolment.may_read(now):
        return redirect("today")
    found = way.look(enrolment, now)
    coach = coach_of(enrolment.client, now) if found.has_held else None
    return page(request, enrolment, "journey/path.html", {"path": found, "coach": coach and coach.first_name})
