"""Choosing several people, one deed, a look beforehand, and a report."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.door import office_only
from accounts.posted import as_uuid
from accounts.visit import Visit
from programme.models import Enrolment
from studio.office import roll, together
from studio.office.deeds import TOGETHER
from studio.office.forms import WishForm
from studio.office.views.deed import chosen_deed


@office_only
@require_POST
def several(request: Visit) -> HttpResponse:
    """Three steps at one address: what to fill in, whom it touches, what was done."""
    slug, people, now = request.POST.get("deed", ""), chosen(request), timezone.now()
    deed = chosen_deed(slug if slug in TOGETHER else "")
    if not people:
        return redirect("office_people")
    step = request.POST.get("stap", "")
    asked = bool(step) or not deed.form(enrolment=None, today=timezone.localdate(now)).fields
    form = deed.form(request.POST if asked else None, enrolment=None, today=timezone.localdate(now))
    context = {"deed": deed, "slug": slug, "people": people, "form": form, "most": together.MOST}
    if not asked or not form.is_valid():
        return render(request, "studio/together.html", context, status=422 if form.errors else 200)
    do = together.carry_out if step == "doen" else together.rehearse
    return render(
        request, "studio/together_outcome.html", context | sorted_out(do(deed, people, form.cleaned_data, request.user, now), step)
    )


def chosen(request: Visit) -> list[Enrolment]:
    """Who was ticked, or everybody of the list that was on the screen."""
    if "allen" in request.POST:
        rows = roll.people(WishForm(request.POST).wish(), timezone.now())[: together.MOST]
        return list(rows)
    return together.chosen(uuid for value in request.POST.getlist("wie") if (uuid := as_uuid(value)))


def sorted_out(outcomes: list[together.Outcome], step: str) -> dict[str, object]:
    works = [outcome for outcome in outcomes if not outcome.why_not]
    return {"works": works, "not_these": [outcome for outcome in outcomes if outcome.why_not], "done": step == "doen"}
