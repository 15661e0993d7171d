"""See as this client sees it, on any day from today on: only looking, marked, and recorded."""

import re
from collections.abc import Callable
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from accounts import looking
from accounts.door import coaches_only
from accounts.visit import Visit
from cockpit import as_client
from exercises.models import Log
from programme.access import cared_for_enrolment
from programme.models import Enrolment

Page = Callable[[Visit, Enrolment, datetime, as_client.Readable, as_client.Link], SafeString]
WEEK = re.compile(r"/week/(\d{1,2})/(#[a-z0-9-]*)?")


@coaches_only
@require_safe
def as_today(request: Visit, uuid: UUID) -> HttpResponse:
    return shown(request, uuid, as_client.today)


@coaches_only
@require_safe
def as_path(request: Visit, uuid: UUID) -> HttpResponse:
    now = timezone.now()
    if not cared_for_enrolment(request.user, uuid, now).may_read(now):
        return redirect("as_today", uuid)
    return shown(request, uuid, as_client.path)


@coaches_only
@require_safe
def as_week(request: Visit, uuid: UUID, number: int) -> HttpResponse:
    def week(request: Visit, enrolment: Enrolment, moment: datetime, readable: as_client.Readable, link: as_client.Link) -> SafeString:
        return as_client.week(request, enrolment, number, moment, readable, link)

    return shown(request, uuid, week)


@coaches_only
@require_safe
def as_messages(request: Visit, uuid: UUID) -> HttpResponse:
    return talk(request, uuid, as_client.thread)


@coaches_only
@require_safe
def as_appointments(request: Visit, uuid: UUID) -> HttpResponse:
    return talk(request, uuid, as_client.appointments)


def talk(request: Visit, uuid: UUID, page: Callable[..., SafeString]) -> HttpResponse:
    now = timezone.now()
    if not cared_for_enrolment(request.user, uuid, now).may_read(now):
        return redirect("as_today", uuid)

    def talked(request: Visit, enrolment: Enrolment, moment: datetime, readable: as_client.Readable, link: as_client.Link) -> SafeString:
        return page(request, enrolment, now, moment, link)

    return shown(request, uuid, talked)


def shown(request: Visit, uuid: UUID, page: Page) -> HttpResponse:
    now = timezone.now()
    enrolment = cared_for_enrolment(request.user, uuid, now)
    day, moment = as_client.moment_on(request.GET.get("dag", ""), enrolment, now)
    today = enrolment.local_day(now)
    chosen = day if day != today else None
    readable = Log.objects.readable_by_coach(request.user, now).of(enrolment)
    seen = page(request, enrolment, moment, readable, lambda href: leads(href, enrolment, chosen))
    # After it was made: a page that could not be shown was not looked at.
    looking.as_client(actor=request.user, client=enrolment.client, row=enrolment.uuid, now=now)
    context = {"enrolment": enrolment, "seen": seen, "day": day, "today": today, "query": query(chosen)}
    return render(request, "cockpit/as_client.html", context)


def query(day: date | None) -> str:
    return "?" + urlencode({"dag": day.isoformat()}) if day else ""


def leads(href: str, enrolment: Enrolment, day: date | None) -> str:
    """Where a link of the client's page leads in this view; empty for a page that is not looked at like this."""
    if href.startswith("#"):
        return href
    for page in ("today", "path", "messages", "appointments"):
        if href == reverse(page):
            return reverse(f"as_{page}", args=[enrolment.uuid]) + query(day)
    found = WEEK.fullmatch(href)
    return reverse("as_week", args=[enrolment.uuid, int(found[1])]) + query(day) + (found[2] or "") if found else ""
