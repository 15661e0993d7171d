"""What becomes of a text: kept for oneself, thrown away, or beside another that got in between."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.posted import as_number
from accounts.refusal import Refused
from accounts.visit import Visit, require_form
from exercises import logs as deeds
from exercises.access import own_log
from journey import anyday, logbook
from journey.views.page import page


@require_POST
def log_keep(request: Visit, uuid: UUID) -> HttpResponse:
    """The answer to the question of the morning: for me alone. Nobody asks again."""
    now = timezone.now()
    found = own_log(request.user, uuid, now)
    try:
        deeds.keep(log=found, now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Kept, for you alone."))
    return redirect("log", found.uuid)


@require_form
def log_discard(request: Visit, uuid: UUID) -> HttpResponse:
    """Asks once more; then it is gone."""
    now = timezone.now()
    found = own_log(request.user, uuid, now)
    if request.method != "POST":
        if found.is_visible(now) or found.is_answered(now):
            return redirect("log", found.uuid)
        return page(request, found.enrolment, "journey/discard.html", {"log": found, "newest": found.latest})
    try:
        deeds.discard(log=found, now=now, number=as_number(request.POST.get("number")) or None)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("log", found.uuid)
    messages.success(request, _("Thrown away."))
    return redirect("logs")


@require_safe
def log_both(request: Visit, uuid: UUID) -> HttpResponse:
    """The newest text, and those that got in between while it was written; where there are none, the log."""
    now = timezone.now()
    found = own_log(request.user, uuid, now)
    newest = found.latest
    beside = list(newest.beside().to_open())
    if not beside:
        return redirect("log", found.uuid)
    context = {"texts": logbook.texts(request.user, [newest, *beside], now), "log": found, "address": anyday.address_of(found)}
    return page(request, found.enrolment, "journey/both.html", context)
