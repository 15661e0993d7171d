"""What every page of a client has in common: whose it is, the moment it shows, and the zone its days are read in."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format

from billing.statement import term_of
from programme.models import Enrolment
from programme.page import page as of_enrolment


def page(request: HttpRequest, enrolment: Enrolment, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """Render with the days and hours of the enrolment's own zone, which may differ from the person's.

    `term`, the payment that a waiting week waits for, is looked up by a template that asks for it, and once."""
    term = cache(lambda: term_of(enrolment, timezone.now()))
    return of_enrolment(request, enrolment, template, {"now": timezone.now(), "term": term, **context}, status)


def local(enrolment: Enrolment, moment: datetime, pattern: str) -> str:
    """A moment (UTC) as words in the enrolment's zone."""
    return date_format(timezone.localtime(moment, ZoneInfo(enrolment.zone)), pattern)
