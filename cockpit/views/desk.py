"""The desk: what waits for the coach, and taking it off."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cockpit import desk as desks
from cockpit.door import Visit, coaches_only
from notices import outbox
from notices.models import Notice


@coaches_only
@require_safe
def desk(request: Visit) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    waiting = desks.waiting_weeks(request.user, now)
    context = {
        "today": today,
        "now_due": [week for week in waiting if timezone.localdate(week.promised_at) <= today],
        "later": [week for week in waiting if timezone.localdate(week.promised_at) > today],
        "tasks": desks.tasks(request.user, now),
        "counts": desks.counts(request.user, now),
        "moment": now,
    }
    return render(request, "cockpit/desk.html", context)


@coaches_only
@require_POST
def desk_done(request: Visit, pk: int) -> HttpResponse:
    notice = get_object_or_404(Notice.objects.on_desk().of(request.user), pk=pk)
    outbox.done(notice=notice, now=timezone.now())
    messages.success(request, _("Done, and off your desk."))
    return redirect("desk")
