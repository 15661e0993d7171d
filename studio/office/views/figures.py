"""The figures of the practice, and who did what."""

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import OfficeDeed
from programme.models import Change
from studio.office import figures, history
from studio.office.door import Visit, office_only

A_PAGE: Final = 50


@office_only
@require_safe
def numbers(request: Visit) -> HttpResponse:
    now = timezone.now()
    context = {
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
