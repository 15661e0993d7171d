"""The openings in somebody's own calendar: the file at the secret address, and making or taking away that address."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.refusal import Refused
from accounts.visit import Visit
from conversations import appointments
from programme import feed as deeds
from programme.access import own_enrolment


@require_safe
@login_not_required
def feed(request: HttpRequest, token: UUID) -> HttpResponse:
    """For a calendar, which cannot log in. Asks no cookie and sets none."""
    now = timezone.now()
    enrolment = deeds.followed(token, now)
    with translation.override(enrolment.client.language):
        body = deeds.calendar(enrolment, now, appointments.events(appointments.of_client([enrolment], now), now))
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": 'inline; filename="agenda.ics"'})


@require_POST
def feed_give(request: Visit) -> HttpResponse:
    now = timezone.now()
    try:
        deeds.give_address(enrolment=own_enrolment(request.user, now), now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("There is a new calendar address. One that you had before has stopped."))
    return redirect("dates")


@require_POST
def feed_stop(request: Visit) -> HttpResponse:
    deeds.take_address_away(enrolment=own_enrolment(request.user, timezone.now()))
    messages.success(request, _("The calendar address has stopped."))
    return redirect("dates")
