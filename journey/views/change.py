"""What changed: pictures over the weeks, and the first trigger log beside the latest."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.visit import Visit
from journey import pictures
from journey import then_and_now as then
from journey.spans import spans
from journey.views.page import page
from programme.access import own_enrolment


@require_safe
def change(request: Visit) -> HttpResponse:
    now = timezone.now()
    enrolment = own_enrolment(request.user, now)
    if not enrolment.may_read(now):
        return redirect("today")
    weeks = spans(enrolment, now)
    found = pictures.pictures(pictures.look(enrolment, weeks, now))
    return page(request, enrolment, "journey/change.html", {"pictures": found, "weeks": weeks})


@require_safe
def then_and_now(request: Visit) -> HttpResponse:
    now = timezone.now()
    enrolment = own_enrolment(request.user, now)
    if not enrolment.may_read(now):
        return redirect("today")
    there = then.is_there(spans(enrolment, now))
    found = then.look(enrolment, now) if there else None
    return page(request, enrolment, "journey/then_and_now.html", {"found": found, "from_week": then.FROM_WEEK})
