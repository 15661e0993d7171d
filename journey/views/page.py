"""What every page of a client has in common: whose it is, the moment it shows, and the zone its days are read in."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format

from accounts.visit import Visit
from billing.statement import term_of
from programme.access import own_enrolment
from programme.models import Enrolment
from programme.page import page as of_enrolment

View = Callable[..., HttpResponse]


def page(request: HttpRequest, enrolment: Enrolment, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """Render with the days and hours of the enrolment's own zone, which may differ from the person's.

    `term`, the payment that a waiting week waits for, is looked up by a template that asks for it, and once."""
    term = cache(lambda: term_of(enrolment, timezone.now()))
    return of_enrolment(request, enrolment, template, {"now": timezone.now(), "term": term, **context}, status)


def while_readable(view: View) -> View:
    """Hands the view its client's own enrolment and the moment; whose programme can no longer be read goes to Today, which says so.

    Raises Http404 for who has no programme."""

    @wraps(view)
    def opened(request: Visit, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        enrolment = own_enrolment(request.user, now)
        return view(request, enrolment, now, *args, **kwargs) if enrolment.may_read(now) else redirect("today")

    return opened


def local(enrolment: Enrolment, moment: datetime, pattern: str) -> str:
    """A moment (UTC) as words in the enrolment's zone."""
    return date_format(timezone.localtime(moment, ZoneInfo(enrolment.zone)), pattern)
