"""Where the brake leads: four things to do and nothing to answer. Needs no account and no script; keeps nothing.

Whoever comes from an exercise, and said beforehand that their coach may know, is asked at the end whether to say so now.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.refusal import Refused
from accounts.visit import Visit
from programme import brake as deeds
from programme.access import own_enrolment

# In the address when the brake was pressed in an exercise.
FROM_EXERCISE = "oefening"


@require_safe
@login_not_required
def brake(request: HttpRequest) -> HttpResponse:
    # Whoever is not logged in, or did not say beforehand that it may be told, is asked nothing.
    told = None
    if FROM_EXERCISE in request.GET and request.user.is_authenticated and not request.user.is_staff:
        told = deeds.may_be_told(request.user, timezone.now())
    return render(request, "journey/brake.html", {"told": told and told.first_name})


@require_POST
def brake_tell(request: Visit) -> HttpResponse:
    now = timezone.now()
    enrolment = own_enrolment(request.user, now)
    try:
        coach = deeds.tell(enrolment=enrolment, now=now)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("%(name)s now sees that you pressed stop today, and nothing else.") % {"name": coach.first_name})
    return redirect("today")
