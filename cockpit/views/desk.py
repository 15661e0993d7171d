"""The desk: what waits for the coach this morning, putting it off, and taking it off."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.door import coaches_only
from accounts.models import Practice
from accounts.visit import Visit
from cockpit import desk as desks
from cockpit.morning import look
from cockpit.task_forms import DoneForm, LaterForm
from notices import outbox
from notices.models import Notice
from programme.calendar import moment

# What was put off is there again before anybody looks.
MORNING = 7
A_WEEK = timedelta(days=7)


@coaches_only
@require_safe
def desk(request: Visit) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    context = {
        "today": today,
        "morning": look(request.user, now),
        "counts": desks.counts(request.user, now),
        "tomorrow": today + timedelta(days=1),
        "in_a_week": today + A_WEEK,
        "moment": now,
    }
    return render(request, "cockpit/desk.html", context)


@coaches_only
@require_POST
def desk_done(request: Visit, pk: int) -> HttpResponse:
    notice = get_object_or_404(Notice.objects.on_desk().of(request.user), pk=pk)
    form = DoneForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose from the list what you did. Nothing was taken off your desk."))
        return redirect("desk")
    outbox.done(notice=notice, now=timezone.now(), outcome=form.cleaned_data["outcome"])
    messages.success(request, _("Done, and off your desk."))
    return redirect("desk")


@coaches_only
@require_POST
def desk_later(request: Visit, pk: int) -> HttpResponse:
    """Away until a day; then it lies here again at seven."""
    now = timezone.now()
    notice = get_object_or_404(Notice.objects.on_desk().of(request.user), pk=pk)
    form = LaterForm(request.POST, timezone.localdate(now))
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for error in form.errors["day"]))
        return redirect("desk")
    day = form.cleaned_data["day"]
    outbox.snooze(notice=notice, until=moment(day, MORNING, ZoneInfo(Practice.current().zone)))
    messages.success(request, _("Off your desk until %(day)s.") % {"day": date_format(day, _("l j F"))})
    return redirect("desk")
