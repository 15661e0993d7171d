"""One week that is open."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import coach_of
from accounts.refusal import Refused
from accounts.situation import Life
from accounts.visit import Visit
from journey import doings, leaves
from journey import weeks as way
from journey.reader import reader
from journey.views.page import page
from programme import bookmark
from programme.access import own_enrolment, own_week
from programme.models import Enrolment
from programme.reading import pieces


@require_safe
def week(request: Visit, number: int) -> HttpResponse:
    """A week that is open: its core first, then what may be read and done besides. 404 for one that is not."""
    now = timezone.now()
    enrolment = own_enrolment(request.user, now)
    try:
        release, coming = way.opened_at_number(enrolment, number, now)
    except Http404:
        return not_yet(request, enrolment, number, now)
    read, who = pieces(release.week), reader(enrolment, release.week)
    # Opened only where the text depends on it.
    life = who.life(now) if leaves.varies(read) else Life.UNSAID
    context = {
        "week": release.week,
        "since": min(release.opened_at or release.opens_at, release.opens_at),
        "leaves": leaves.leaves(read, life, who.read),
        "audience": life.audience,
        "places": doings.by_place(doings.doings(enrolment, release.week)),
        "coming": coming,
    }
    return page(request, enrolment, "journey/week.html", context)


def not_yet(request: Visit, enrolment: Enrolment, number: int, now: datetime) -> HttpResponse:
    """For who is on the way to this week: when it opens, and nothing of what is in it. Raises Http404 for anybody else."""
    station = way.ahead_at_number(enrolment, number, now)
    coach = coach_of(enrolment.client, now) if station.stand == way.Stand.HELD else None
    context = {"number": number, "station": station, "coach": coach and coach.first_name}
    return page(request, enrolment, "journey/week_ahead.html", context, status=404)


@require_POST
def week_read(request: Visit, number: int) -> HttpResponse:
    """Keep the piece `piece` as the last one read, and go on to the next."""
    now = timezone.now()
    enrolment = own_enrolment(request.user, now)
    release = own_week(enrolment, number, now)
    try:
        bookmark.keep(enrolment=enrolment, week=release.week, piece=request.POST.get("piece", ""))
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("week", number=number)
    return redirect(reverse("week", args=[number]) + f"#{leaves.ONWARD}")
