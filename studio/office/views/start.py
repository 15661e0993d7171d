"""The office's first page: what may need a hand today, as numbers that lead to the list."""

from dataclasses import astuple
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.door import office_only
from accounts.visit import Visit
from billing import desk
from notices import post
from studio.office import roll
from studio.office.places import PLACES

# So many ended invitations stand here by name; the list has them all.
MOST_ENDED: Final = 5


@office_only
@require_safe
def more(request: Visit) -> HttpResponse:
    """Where else there is something to do: what a phone has no room for at its foot."""
    return render(request, "studio/more.html", {"groups": PLACES})


@office_only
@require_safe
def start(request: Visit) -> HttpResponse:
    now = timezone.now()
    counts, undelivered, waits = roll.counts(now), len(post.given_up(request.user)), desk.waits(request.user, now)
    quiet = not any([undelivered, *(counts[group] for group in roll.TO_LOOK_AT), *astuple(waits)])
    context = {
        "counts": counts,
        "undelivered": undelivered,
        "waits": waits,
        "quiet": quiet,
        "ended": list(roll.ended_invitations(now)[:MOST_ENDED]),
        "today": timezone.localdate(now),
    }
    return render(request, "studio/start.html", context)
