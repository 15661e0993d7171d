"""Every part of the portal on one page, for who works here."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cockpit import components as parts
from cockpit.door import Visit, for_who_works_here


@for_who_works_here
@require_safe
def components(request: Visit) -> HttpResponse:
    return render(request, "cockpit/components.html", parts.everything(timezone.localtime()))
