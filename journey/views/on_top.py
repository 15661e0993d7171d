"""Putting something on top of the coach's list: help first outside hours, and no time promised."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import coach_of
from accounts.models import Practice
from accounts.refusal import Refused
from accounts.visit import Visit, require_form
from exercises import letters, on_top
from exercises.access import own_log
from journey.views.page import page


@require_form
def log_on_top(request: Visit, uuid: UUID) -> HttpResponse:
    now = timezone.now()
    log = own_log(request.user, uuid, now)
    if request.method != "POST":
        context = {"log": log, "coach": coach_of(request.user, now), "in_hours": letters.in_hours(now, Practice.current())}
        return page(request, log.enrolment, "journey/on_top.html", context | {"offered": on_top.can_be(log, now)})
    try:
        on_top.put_on_top(log=log, now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It lies on top. The day of the answer stays the same, and it is not read at once."))
    return redirect("log", log.uuid)
