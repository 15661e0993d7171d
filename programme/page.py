"""A page about an enrolment: days and hours are those of its own zone, which may differ from the zone of who looks."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from programme.models import Enrolment


def page(request: HttpRequest, enrolment: Enrolment, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """Render `template` with the enrolment beside its context."""
    with timezone.override(ZoneInfo(enrolment.zone)):
        return render(request, template, {**context, "enrolment": enrolment}, status=status)
