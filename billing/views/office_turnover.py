"""The office's overview of turnover and VAT by quarter, and which regime of VAT holds for new orders."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from accounts.door import office_only, proved_office_only
from accounts.models import Practice
from accounts.office_deeds import remember
from accounts.refusal import Refused
from accounts.visit import Visit, require_form
from billing import overview, regime
from billing.models import VatChoice
from billing.vat import Regime
from billing.views.papers import download
from programme.models import CareKind


class RegimeForm(forms.Form):
    care_kind = forms.ChoiceField(label=gettext_lazy("For orders of"), choices=CareKind.choices, widget=forms.RadioSelect)
    regime = forms.ChoiceField(label=pgettext_lazy("a page", "VAT"), choices=Regime.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("For instance: as agreed with the adviser on 3 November. It is kept with the date."),
        max_length=200,
    )


@office_only
@require_safe
def current(request: Visit) -> HttpResponse:
    today = Practice.current().local_day(timezone.now())
    return quarter(request, *overview.quarter_of(today))


@office_only
@require_safe
def quarter(request: Visit, year: int, number: int) -> HttpResponse:
    practice, (first, until) = Practice.current(), days_or_404(year, number)
    zone = ZoneInfo(practice.zone)
    before, after = overview.quarter_of(overview.day_before(first)), overview.quarter_of(until)
    context = {
        "quarter": overview.overview(first, until, zone=zone, demo=practice.is_demo),
        "first": first,
        "last": overview.day_before(until),
        "year": year,
        "number": number,
        "before": before if first.year > 2000 else None,
        "after": after if until <= practice.local_day(timezone.now()) else None,
        "practice": practice,
    }
    return render(request, "billing/office_turnover.html", context)


@proved_office_only  # names of many people leave here
@require_form
def quarter_csv(request: Visit, year: int, number: int) -> HttpResponse:
    """As a month's papers: posted, and written down."""
    first, until = days_or_404(year, number)
    if request.method != "POST":
        return redirect("office_quarter", year, number)
    papers = overview.papers_of(first, until, demo=Practice.current().is_demo).order_by("series", "number")
    remember(kind="quarter taken", by=request.user, now=timezone.now(), after={"quarter": f"{year}-{number}", "rows": papers.count()})
    return download(overview.as_csv(papers), "text/csv; charset=utf-8", f"{year}-{number}.csv")


def days_or_404(year: int, number: int) -> Any:
    """Raises Http404 on a quarter that does not exist."""
    try:
        first, until = overview.days_of(year, number)
        overview.day_before(first)
    except (ValueError, OverflowError):
        raise Http404 from None
    return first, until


def chosen(form: RegimeForm) -> dict[str, Any]:
    return {"kind": CareKind(form.cleaned_data["care_kind"]).label, "name": Regime(form.cleaned_data["regime"]).label}


@office_only
@require_form
def vat(request: Visit) -> HttpResponse:
    """In two steps: what the change does and does not touch, then the change."""
    now = timezone.now()
    holds = [(kind.label, regime.holding(kind, now)) for kind in CareKind]
    form = RegimeForm(request.POST or None, label_suffix="")
    context: dict[str, Any] = {"form": form, "holds": holds, "history": list(VatChoice.objects.select_related("by")[:50])}
    if not form.is_valid():
        return render(request, "billing/office_vat.html", context, status=422 if form.errors else 200)
    if request.POST.get("confirmed") != "yes":
        return render(request, "billing/office_vat_confirm.html", context | chosen(form))
    try:
        regime.choose(by=request.user, now=now, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return render(request, "billing/office_vat.html", context, status=422)
    messages.success(request, _("Saved. It holds for orders from now on; what was ordered before keeps its own."))
    return redirect("office_vat")
