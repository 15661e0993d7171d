""" "Nu even": a door for half past ten at night. It stores nothing, counts nothing and asks no account."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from journey.first_aid import own
from journey.landing import LANDINGS, MOVEMENTS, QUESTIONS


@require_safe
@login_not_required
def now(request: HttpRequest) -> HttpResponse:
    """One page with everything in it: no tap on it asks the server anything, so no history, log or cache can tell of one.

    `settings.LEAVES_NO_TRACE` names its address: not even that somebody was here is written in their session.
    """
    context: dict[str, object] = {"questions": QUESTIONS, "movements": MOVEMENTS, "landings": LANDINGS}
    if isinstance(request.user, User) and not request.user.is_staff:
        context["own"] = own(request.user, timezone.now())
    return render(request, "journey/now.html", context)
