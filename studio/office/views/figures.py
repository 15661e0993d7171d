"""The figures of the practice, and who did what."""

from typing import Any, Final
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.door import office_only
from accounts.models import OfficeDeed, Practice
from accounts.visit import Visit
from billing import overview
from programme.models import Change
from studio.office import figures, history

A_PAGE: Final = 50


@office_only
@require_safe
def numbers(request: Visit) -> HttpResponse:
    now, practice = timezone.now(), Practice.current()
    context = {
        "turnover": overview.lately(practice.local_day(now), zone=ZoneInfo(practice.zone), demo=practice.is_demo),
        "demo": practice.is_demo,
        "weeks": figures.by_week(now),
        "finished": figures.finished(now),
        "promises": figures.promises(now),
        "published": figures.PUBLISHED,
        "fewest": figures.FEWEST,
    }
    return render(request, "studio/figures.html", context)


@office_only
@require_safe
def past(request: Visit) -> HttpResponse:
    """`soort=praktijk` is what was done to the practice itself; otherwise what was done to people's dates."""
    own = request.GET.get("soort") == "praktijk"
    if own:
        page: Any = Paginator(OfficeDeed.objects.select_related("by", "about"), A_PAGE).get_page(request.GET.get("bladzijde"))
        lines = [history.office_line(row) for row in page]
    else:
        page = Paginator(Change.objects.select_related("by", "enrolment__client"), A_PAGE).get_page(request.GET.get("bladzijde"))
        lines = history.lines(page)
    return render(request, "studio/history.html", {"page": page, "lines": lines, "own": own})
