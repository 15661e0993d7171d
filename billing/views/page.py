"""What pages of money have in common: whose they are, and the zone in which days are read."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from programme.models import Enrolment


def sent(request: HttpRequest) -> QueryDict | None:
    """What was posted, also when that is nothing: a form of boxes in which none is ticked is sent all the same."""
    return request.POST if request.method == "POST" else None


def page(request: HttpRequest, enrolment: Enrolment, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """Render with the days and hours of the enrolment's own zone, which may differ from the person's."""
    with timezone.override(ZoneInfo(enrolment.zone)):
        return render(request, template, {**context, "enrolment": enrolment}, status=status)
