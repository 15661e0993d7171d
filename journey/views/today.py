"""Today: one thing to do now. Also says where somebody stands who has no open programme."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Practice
from accounts.visit import Visit
from exercises.models import LogQuerySet
from journey import promised
from journey import today as day
from journey.views.page import page
from programme.access import own_enrolment
from programme.models import Enrolment


@require_safe
def today(request: Visit) -> HttpResponse:
    now = timezone.now()
    try:
        enrolment = own_enrolment(request.user, now)
    except Http404:
        return render(request, "journey/nothing.html")
    if not enrolment.may_read(now):
        return page(request, enrolment, "journey/state.html", {"coach": day.facts(enrolment, now).coach, "now": now})
    return page(request, enrolment, "journey/today.html", shown(enrolment, now))


def shown(enrolment: Enrolment, now: datetime, readable: LogQuerySet | None = None) -> dict[str, Any]:
    """What the page shows of this enrolment at `now` (UTC); `readable` as in `journey.today.look`."""
    seen = day.look(enrolment, now.astimezone(ZoneInfo(enrolment.zone)), readable)
    return {"today": seen, "practice": Practice.current(), "new_day": promised.new_day(seen.facts.promised, enrolment)}
