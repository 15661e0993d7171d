"""The logbook as a whole: one's own entries week by week, some of them, and where a word stands."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import coach_of
from accounts.visit import Visit, require_form, sent
from exercises.letter_to_oneself import FROM_WEEK
from journey import logbook
from journey.finding import FindForm, WordsForm
from journey.search import search
from journey.spans import spans
from journey.views.page import page, while_readable
from programme.models import Enrolment

PAGE = 50


@require_safe
@while_readable
def logs(request: Visit, enrolment: Enrolment, now: datetime) -> HttpResponse:
    weeks = spans(enrolment, now)
    form = FindForm(request.GET, weeks=weeks)
    found = form.narrowed(logbook.entries(enrolment, now), weeks, ZoneInfo(enrolment.zone))
    entries = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "entries": entries,
        "sections": logbook.sections(entries, weeks, ZoneInfo(enrolment.zone)),
        "form": form,
        "words": WordsForm(label_suffix=""),
        "kept": kept(request),
        "coach": coach_of(request.user, now),
        "may_write": enrolment.may_write(now),
        "letter_time": bool(weeks) and weeks[-1].number >= FROM_WEEK,
    }
    return page(request, enrolment, "journey/logs.html", context)


def kept(request: Visit) -> str:
    """The filters as they stand in the address, for the links to other pages."""
    query = request.GET.copy()
    # Another choice begins on its first page.
    query.pop("page", None)
    return query.urlencode()


@require_form
@while_readable
def logs_search(request: Visit, enrolment: Enrolment, now: datetime) -> HttpResponse:
    """By POST, so that no word stands in an address, a history or a log of the server."""
    form = WordsForm(sent(request), label_suffix="")
    context: dict[str, Any] = {"words": form, "coach": coach_of(request.user, now)}
    if form.is_valid():
        context |= {"result": search(enrolment, form.cleaned_data["words"], now), "asked": form.cleaned_data["words"]}
    return page(request, enrolment, "journey/logs_search.html", context, status=422 if form.errors else 200)
