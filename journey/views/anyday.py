"""What can be added to the logbook on any day: the list, and the page of each."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.posted import as_uuid
from accounts.visit import Visit, require_form
from journey import anyday
from journey.views.exercise import WITH_STATE, Place, written_in
from journey.views.page import page, while_readable
from journey.views.writing import writing
from programme.access import own_enrolment
from programme.models import Enrolment


@require_safe
@while_readable
def new(request: Visit, enrolment: Enrolment, now: datetime) -> HttpResponse:
    """What one can add to the logbook now."""
    return page(request, enrolment, "journey/new.html", {"offers": anyday.offers(enrolment, now)})


@writing
@require_form
def entry(request: Visit, word: str) -> HttpResponse:
    """The trigger log, a free entry or a planned activity, on any day."""
    now = timezone.now()
    enrolment = own_enrolment(request.user, now)
    if not enrolment.may_read(now):
        raise Http404
    found = anyday.exercise_for(enrolment, word)
    week = anyday.week_for(enrolment, posted_token(request), now)
    place = Place(enrolment, found, week, reverse("entry", args=[word]), found.kind in WITH_STATE, any_day=True)
    return written_in(request, place, now)


def posted_token(request: Visit) -> UUID | None:
    return as_uuid(request.POST.get("client_token")) if request.method == "POST" else None
