"""My dates: start, pauses, the hour; what changed; and planning a pause, with its new dates shown before it is made."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Practice
from accounts.posted import whole_number
from accounts.refusal import Refused
from accounts.visit import Visit, require_form
from journey import schedule
from journey.forms import ClockForm, PauseForm
from journey.views.page import page, while_readable
from programme import enrolment as deeds
from programme.access import own_enrolment
from programme.models import Enrolment


@require_safe
@while_readable
def dates(request: Visit, enrolment: Enrolment, now: datetime) -> HttpResponse:
    pauses, practice = schedule.pauses_of(enrolment), Practice.current()
    context = {
        "strip": schedule.strip(enrolment, pauses, now),
        "pauses": schedule.coming_pauses(pauses, enrolment, now),
        "history": schedule.history(enrolment),
        "room": schedule.room(enrolment, practice, pauses),
        "today": enrolment.local_day(now),
        "practice": practice,
    }
    return page(request, enrolment, "journey/dates.html", context)


@require_form
def pause(request: Visit) -> HttpResponse:
    """Two steps: what it would make of the dates, then the deed. Only the second changes anything."""
    now = timezone.now()
    enrolment = own_enrolment(request.user, now)
    pauses, practice = schedule.pauses_of(enrolment), Practice.current()
    left = schedule.room(enrolment, practice, pauses)
    form = PauseForm(request.POST or None, days=schedule.first_days(enrolment, now), longest=left.longest)
    context = {"form": form, "room": left, "practice": practice}
    if enrolment.status != "active" or not left.longest or not form.is_valid():
        return page(request, enrolment, "journey/pause.html", context, status=422 if form.errors else 200)
    (starts_on, ends_on), why = form.days, form.cleaned_data["reason"]
    try:
        if request.POST.get("confirmed") == "yes":
            deeds.pause(enrolment=enrolment, starts_on=starts_on, ends_on=ends_on, by=request.user, now=now, reason=why)
            messages.success(request, _("Your pause is planned. The weeks that are not open yet moved along."))
            return redirect("dates")
        deeds.refuse_pause(enrolment, starts_on, ends_on, request.user, now)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return page(request, enrolment, "journey/pause.html", context, status=422)
    context |= {"starts_on": starts_on, "ends_on": ends_on, "plan": schedule.plan(enrolment, pauses, starts_on, ends_on, now)}
    return page(request, enrolment, "journey/pause_confirm.html", context)


@require_POST
def resume(request: Visit) -> HttpResponse:
    """End a pause now, or take away one that has not begun."""
    now = timezone.now()
    enrolment = own_enrolment(request.user, now)
    # As long as a row's number can be, and no longer: what a column cannot hold, PostgreSQL refuses to compare.
    number = whole_number(request.POST.get("pause", ""), digits=17)
    found = enrolment.pauses.filter(pk=number).first() if number else None
    if found is None:
        raise Http404
    try:
        deeds.resume(enrolment=enrolment, pause=found, by=request.user, now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The pause is over. The weeks that are not open yet moved along."))
    return redirect("dates")


@require_form
def clock(request: Visit) -> HttpResponse:
    """The hour and zone in which weeks open."""
    now = timezone.now()
    enrolment = own_enrolment(request.user, now)
    form = ClockForm(request.POST or None, label_suffix="", initial={"hour": enrolment.hour, "zone": enrolment.zone})
    if not form.is_valid():
        return page(request, enrolment, "journey/clock.html", {"form": form}, status=422 if form.errors else 200)
    try:
        deeds.change_clock(enrolment=enrolment, by=request.user, now=now, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return page(request, enrolment, "journey/clock.html", {"form": form}, status=422)
    messages.success(request, _("Saved. The weeks that are not open yet follow the new hour."))
    return redirect("dates")
