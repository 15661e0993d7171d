"""One client: the time so far, the weeks and dates, and the deeds that change them, each shown before it is done."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.door import coaches_only
from accounts.refusal import Refused
from accounts.visit import Visit, require_form, sent
from cockpit import timeline
from cockpit.beforehand import foresee
from cockpit.client import Head, head
from cockpit.deeds import DEEDS, Standing
from journey.changes import told
from journey.schedule import history, strip
from programme import undo as undoing
from programme.access import cared_for_enrolment
from programme.models import Change, Enrolment
from programme.page import page as of_enrolment
from programme.reasons import NAMES

PAGE = 20


def page(request: Visit, template: str, context: Mapping[str, Any], of: Head, status: int = 200) -> HttpResponse:
    """Render with the days and hours of the client's own zone."""
    return of_enrolment(request, of.enrolment, template, {**context, "head": of}, status)


@coaches_only
@require_safe
def client(request: Visit, uuid: UUID) -> HttpResponse:
    now = timezone.now()
    enrolment = cared_for_enrolment(request.user, uuid, now)
    shown = Paginator(timeline.index(request.user, enrolment, now), PAGE).get_page(request.GET.get("page"))
    context = {"shown": shown, "moments": timeline.moments(request.user, enrolment, list(shown), now), "moment": now}
    return page(request, "cockpit/client.html", context, head(request.user, enrolment, now))


@coaches_only
@require_safe
def client_dates(request: Visit, uuid: UUID) -> HttpResponse:
    """The twelve weeks and what can be done with each, the pauses, and what changed, with who and why."""
    now = timezone.now()
    enrolment = cared_for_enrolment(request.user, uuid, now)
    of, changes = head(request.user, enrolment, now), history(enrolment)
    back = undoing.undoable(enrolment, [change for change, _sentence in changes], now)
    rows = [(change, sentence, NAMES.get(change.reason, ""), change.pk in back) for change, sentence in changes]
    context = {"history": rows, "strip": strip(enrolment, of.pauses, now), "deeds": DEEDS, "moment": now}
    return page(request, "cockpit/client_dates.html", context, of)


@coaches_only
@require_form
def deed(request: Visit, uuid: UUID, slug: str) -> HttpResponse:
    """Two steps: what it would make of the dates, then the deed. Only the second changes anything."""
    now, chosen = timezone.now(), DEEDS[slug]
    enrolment = cared_for_enrolment(request.user, uuid, now)
    of = head(request.user, enrolment, now)
    standing = Standing(of.way, of.pauses, of.today)
    form = chosen.form(sent(request), standing, request.GET.get("week", ""))
    context: dict[str, object] = {"deed": chosen, "form": form}
    may = of.is_running if chosen.early else of.is_active
    context["may"] = may
    if not may or not form.is_valid():
        return page(request, "cockpit/deed.html", context, of, status=422 if form.errors else 200)
    act = partial(form.act(enrolment), by=request.user, now=now)
    try:
        # Asked under the lock once more by the deed itself: the dates may have changed since they were shown.
        if request.POST.get("confirmed") == "yes":
            act()
            messages.success(request, str(chosen.told))
            return redirect("client_dates", enrolment.uuid)
        context["foreseen"] = foresee(enrolment, act, now)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return page(request, "cockpit/deed.html", context, of, status=422)
    return page(request, "cockpit/deed_confirm.html", context, of)


@coaches_only
@require_POST
def change_undo(request: Visit, uuid: UUID, pk: int) -> HttpResponse:
    """Put a change back: first what that makes of the dates, then the deed."""
    now = timezone.now()
    enrolment = cared_for_enrolment(request.user, uuid, now)
    change = get_object_or_404(Change, pk=pk, enrolment=enrolment)
    act = partial(undoing.undo, enrolment=enrolment, change=change, by=request.user, now=now)
    try:
        if request.POST.get("confirmed") == "yes":
            act()
            messages.success(request, _("Put back as it was."))
            return redirect("client_dates", enrolment.uuid)
        return confirm_undo(request, enrolment, change, foreseen=foresee(enrolment, act, now))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("client_dates", enrolment.uuid)


def confirm_undo(request: Visit, enrolment: Enrolment, change: Change, **context: object) -> HttpResponse:
    sentence = told(change, enrolment.zone)
    of = head(request.user, enrolment, timezone.now())
    return page(request, "cockpit/undo_confirm.html", {**context, "change": change, "sentence": sentence}, of)
