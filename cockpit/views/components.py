"""Every part of the portal on one page, for who works here."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.door import for_who_works_here
from accounts.visit import Visit
from cockpit import components as parts


@for_who_works_here
@require_safe
def components(request: Visit) -> HttpResponse:
    return render(request, "cockpit/components.html", parts.everything(timezone.localtime()))
