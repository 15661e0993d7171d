"""The invitation: who invites, for what, from when. Looking changes nothing; saying yes is a button."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import coach_of
from accounts.refusal import Refused
from journey.views.page import Visit, page
from programme import enrolment as deeds
from programme.access import own_enrolment
from programme.models import Status


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: Visit) -> HttpResponse:
    now = timezone.now()
    enrolment = own_enrolment(request.user, now)
    if enrolment.status != Status.INVITED:
        return redirect("today")
    if request.method == "POST":
        try:
            deeds.accept(enrolment=enrolment, now=now)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("invitation")
        messages.success(request, _("Your place is there."))
        return redirect("today")
    ended = enrolment.invitation_ends_at is not None and enrolment.invitation_ends_at <= now
    return page(request, enrolment, "journey/invitation.html", {"coach": coach_of(request.user, now), "ended": ended})
