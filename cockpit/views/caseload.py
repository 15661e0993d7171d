"""Everybody a coach cares for."""

from collections.abc import Mapping

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.door import coaches_only
from accounts.visit import Visit, require_form, sent
from cockpit import caseload as cases
from cockpit import twelve

PAGE = 30
LEGEND = {"open": "o", "now": "n", "rest": "r", "ahead": "a", "held": "h", "waits": "c"}


class NameForm(forms.Form):
    """A name is somebody's: it is sent in the body, so that no address, history or log holds it."""

    use_required_attribute = False

    name = forms.CharField(label=gettext_lazy("Search by name"), max_length=120, required=False)


@coaches_only
@require_form
def caseload(request: Visit) -> HttpResponse:
    """A GET filters and orders, a POST looks for a name; neither changes anything."""
    now = timezone.now()
    everybody = cases.people(request.user, now)
    form = NameForm(sent(request), label_suffix="")
    name = form.cleaned_data["name"] if form.is_valid() else ""
    state, order = known(request.GET.get("staat"), cases.STATES), known(request.GET.get("orde"), cases.ORDERS)
    rows = cases.named(everybody, name) if name else cases.in_state(everybody, state, now)
    page = Paginator(cases.ordered(rows, order).values_list("pk", flat=True), cases.MOST_FOUND if name else PAGE)
    shown = page.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "name": name,
        "state": state,
        "order": order,
        "states": cases.STATES.items(),
        "orders": cases.ORDERS.items(),
        "shown": shown,
        "people": cases.rows_of(list(shown), request.user, now),
        "legend": {name: twelve.mark(letter) for name, letter in LEGEND.items()},
        "moment": now,
    }
    return render(request, "cockpit/caseload.html", context, status=422 if form.errors else 200)


def known(asked: str | None, choices: Mapping[str, object]) -> str:
    return asked if asked and asked in choices else ""
