"""Where the brake leads: four things to do and nothing to answer. Needs no account and no script; keeps nothing."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
@login_not_required
def brake(request: HttpRequest) -> HttpResponse:
    return render(request, "journey/brake.html")
