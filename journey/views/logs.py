"""One log of a client, with what was answered to it; sharing it, or taking it back."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import consent
from accounts.access import coach_of
from accounts.posted import whole_number
from accounts.refusal import Refused
from accounts.visit import Visit
from exercises import logs as deeds
from exercises import on_top
from exercises.access import own_log
from journey import aftercare, anyday, late, logbook, promised
from journey.today import GUIDANCE
from journey.views.exercise import tell_shared
from journey.views.page import page


@require_safe
def log(request: Visit, uuid: UUID) -> HttpResponse:
    """What somebody wrote, as they wrote it last, with the texts before it and the answers under it."""
    now = timezone.now()
    found = own_log(request.user, uuid, now)
    promise = promised.of_log(found, now.astimezone(ZoneInfo(found.enrolment.zone)))
    versions = list(found.versions.to_open())
    answered = logbook.opened(request.user, versions[0], now)
    context = {
        "log": found,
        "aftercare": aftercare.look(versions[0], found.exercise, answered, now),
        "address": anyday.address_of(found),
        "texts": logbook.texts(request.user, versions, now),
        "answers": logbook.answers_to(found, now),
        "promised": promise,
        "new_day": promised.new_day(promise, found.enrolment),
        "may_go_on_top": on_top.can_be(found, now),
        "coach": coach_of(request.user, now),
        "may_write": found.enrolment.may_write(now),
        "held": late.arrival(found.enrolment, found.visible_at, now),
        "late": late.of_log(found, now) if found.asks_at else None,
        "may_know": consent.standing(request.user) if found.exercise.source_id == GUIDANCE else None,
    }
    return page(request, found.enrolment, "journey/log.html", context)


@require_POST
def log_share(request: Visit, uuid: UUID) -> HttpResponse:
    now = timezone.now()
    found = own_log(request.user, uuid, now)
    tell_shared(request, found.enrolment, found, whole_number(request.POST.get("number", ""), digits=7), now)
    return redirect("log", found.uuid)


@require_POST
def log_withdraw(request: Visit, uuid: UUID) -> HttpResponse:
    now = timezone.now()
    found = own_log(request.user, uuid, now)
    held = found.is_held(now)
    try:
        deeds.withdraw(log=found, now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        read = _("Taken back. It is yours alone again. What was read already cannot be unread.")
        messages.success(request, _("Taken back. It was yours alone all along: nobody saw it.") if held else read)
    return redirect("log", found.uuid)
