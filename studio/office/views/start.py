"""The office's first page: what may need a hand today, as numbers that lead to the list."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from notices import post
from studio.office import roll
from studio.office.door import Visit, office_only


@office_only
@require_safe
def start(request: Visit) -> HttpResponse:
    counts = roll.counts(timezone.now())
    return render(request, "studio/start.html", {"counts": counts, "undelivered": len(post.given_up(request.user))})
