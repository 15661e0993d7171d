"""Being away: days ahead, and ill today. Shows whom it concerns and their new day before anything happens."""

from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import absence as absences
from accounts.door import coaches_only
from accounts.models import Absence, Practice
from accounts.refusal import Refused
from accounts.visit import Visit, require_form
from cockpit import being_away as deeds
from cockpit.forms import AwayForm, IllForm


@coaches_only
@require_form
def away(request: Visit) -> HttpResponse:
    now = timezone.now()
    form = AwayForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            planned = deeds.plan(member=request.user, now=now, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Away until %(day)s. Who has a promise on those days sees the new day.") % {"day": said(planned.ends_on)}
            )
            return redirect("away")
    today = Practice.current().local_day(now)
    context = {"form": form, "ahead": Absence.objects.of(request.user).ahead(today), "today": today}
    context["clashes"] = deeds.clashes(request.user, now)
    return render(request, "cockpit/away.html", context, status=422 if form.errors else 200)


@coaches_only
@require_form
def ill(request: Visit) -> HttpResponse:
    """The first page asks until when, shows whom that concerns, and has one button."""
    now = timezone.now()
    asked = request.POST if request.method == "POST" else request.GET
    first = first_day(asked.get("since", ""), now)
    proposed = {"since": "vandaag", "back_on": absences.back_by_default(request.user, first)}
    form = IllForm({**proposed, **asked.dict()}, label_suffix="")
    if not form.is_valid() or not first < form.cleaned_data["back_on"] <= first + absences.MOST:
        form.add_error("back_on", _("The first day back comes after the first day away, within a year."))
        return render(request, "cockpit/ill.html", {"form": form}, status=422)
    days = {"starts_on": first, "back_on": form.cleaned_data["back_on"]}
    if request.method == "POST":
        return be_ill(request, days, now)
    foreseen = deeds.foresee(member=request.user, **days, now=now)
    return render(request, "cockpit/ill.html", {"form": form, "foreseen": foreseen, **days})


def first_day(since: str, now: datetime) -> date:
    """Today, or tomorrow when that was said."""
    today = Practice.current().local_day(now)
    return today + timedelta(days=1) if since == "morgen" else today


def be_ill(request: Visit, days: dict[str, date], now: datetime) -> HttpResponse:
    try:
        deeds.fall_ill(member=request.user, **days, now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("ill")
    messages.success(request, _("Get well. Whoever expected something of you has a mail; weeks go on opening."))
    return redirect("away")


@coaches_only
@require_POST
def away_cancel(request: Visit, pk: int) -> HttpResponse:
    absence = get_object_or_404(Absence.objects.of(request.user), pk=pk)
    absences.cancel(absence=absence, now=timezone.now())
    messages.success(request, _("You are there on those days. What was promised anew keeps its new day."))
    return redirect("away")


def said(day: date) -> str:
    return date_format(day, _("l j F"))
