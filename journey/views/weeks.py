"""One week that is open."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.refusal import Refused
from accounts.situation import Life
from journey import doings, leaves
from journey import weeks as way
from journey.reader import reader
from journey.views.page import Visit, page
from programme import bookmark
from programme.access import own_enrolment, own_week
from programme.reading import pieces


@require_safe
def week(request: Visit, number: int) -> HttpResponse:
    """A week that is open: its core first, then what may be read and done besides. 404 for one that is not."""
    now = timezone.now()
    enrolment = own_enrolment(request.user, now)
    release, coming = way.opened_at_number(enrolment, number, now)
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
