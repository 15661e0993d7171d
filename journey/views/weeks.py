"""The twelve weeks, and one of them."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import coach_of
from journey import doings
from journey import weeks as way
from journey.views.page import Visit, page
from programme.access import own_enrolment, own_week
from programme.reading import pieces


@require_safe
def path(request: Visit) -> HttpResponse:
    now = timezone.now()
    enrolment = own_enrolment(request.user, now)
    if not enrolment.may_read(now):
        return redirect("today")
    coach = coach_of(enrolment.client, now)
    themes = way.by_theme(way.stations(enrolment, now))
    return page(request, enrolment, "journey/path.html", {"themes": themes, "coach": coach and coach.first_name})


@require_safe
def week(request: Visit, number: int) -> HttpResponse:
    """A week that is open: its core first, then what may be read and done besides. 404 for one that is not."""
    now = timezone.now()
    enrolment = own_enrolment(request.user, now)
    release = own_week(enrolment, number, now)
    read = pieces(release.week)
    context = {
        "week": release.week,
        "since": min(release.opened_at or release.opens_at, release.opens_at),
        "core": [piece for piece in read if piece.core],
        "more": [piece for piece in read if not piece.core],
        "places": doings.by_place(doings.doings(enrolment, release.week)),
        "coming": way.after(enrolment, number, now),
    }
    return page(request, enrolment, "journey/week.html", context)
