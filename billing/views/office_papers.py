"""The office's pages about papers: a month of them, what waits and why, and the month in one file."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.door import office_only, proved_office_only
from accounts.models import Practice
from accounts.office_deeds import remember
from accounts.visit import Visit, require_form
from billing import papers, vat
from billing.bill_to import BillToForm, keep
from billing.document import Party, missing
from billing.invoices import seller_of
from billing.models import BillTo, Invoice, Unissued
from billing.views.papers import download

FIELDS = {
    "name": gettext_lazy("name"),
    "street": gettext_lazy("street and number"),
    "postcode": gettext_lazy("postcode"),
    "city": gettext_lazy("city"),
    "kvk": gettext_lazy("KvK number"),
    "vat_id": gettext_lazy("VAT id"),
}
# To ask what is wanting of the practice itself, whoever the buyer is.
SOMEBODY = Party("-", "-", "-", "-")


@office_only
@require_safe
def current(request: Visit) -> HttpResponse:
    return month(request, today().year, today().month)


@office_only
@require_safe
def month(request: Visit, year: int, month: int) -> HttpResponse:
    practice, (first, until) = Practice.current(), papers.month_of(year, month)
    found = list(papers.of_month(year, month).without_files().select_related("credits"))
    # Invented money is in no sum of a real practice, nor the other way round; it is listed and said.
    counted = [paper for paper in found if paper.is_demo == practice.is_demo]
    context = {
        "papers": found,
        "first": first,
        "before": (date(year - 1, 12, 1) if month == 1 else date(year, month - 1, 1)) if first.year > 2000 else None,
        "after": until if until <= today() else None,
        "total": sum(paper.signed_cents for paper in counted),
        "vat": sum(paper.signed_vat_cents for paper in counted),
        "others": len(found) - len(counted),
        "elsewhere": papers.elsewhere_of_month(year, month, ZoneInfo(practice.zone)) if first.year > 2000 else [],
        **waiting(),
    }
    return render(request, "billing/office_papers.html", context)


def waiting() -> dict[str, Any]:
    """What has no paper yet and why, and what is wanting of the practice."""
    practice = Practice.current()
    wanting = missing(seller_of(practice), SOMEBODY, vat.Regime.STANDARD)
    rows = Unissued.objects.waiting().select_related("entry__order__client")
    return {
        "waiting": list(rows[:100]),
        "unprinted": Invoice.objects.unprinted().count(),
        "wanting": [FIELDS[name.partition(".")[2]] for name in wanting],
        "practice": practice,
    }


def today() -> date:
    return Practice.current().local_day(timezone.now())


@proved_office_only  # names and addresses of many people leave here
@require_form
def month_zip(request: Visit, year: int, month: int) -> HttpResponse:
    """That they left is written down, so it is posted; who only comes back from the proof finds the month's page."""
    papers.month_of(year, month)
    if request.method != "POST":
        return redirect("office_papers_month", year, month)
    found = papers.of_month(year, month).filter(is_demo=Practice.current().is_demo)
    remember(kind="papers taken", by=request.user, now=timezone.now(), after={"month": f"{year}-{month:02}", "rows": found.count()})
    return download(papers.zipped(found), "application/zip", f"{year}-{month:02}.zip")


@office_only
@require_form
def address(request: Visit, pk: int) -> HttpResponse:
    """Fill in where a client's papers go to, for a movement of money whose paper waits for that."""
    row = get_object_or_404(Unissued.objects.waiting().select_related("entry__order__client"), pk=pk)
    client = row.entry.order.client
    known = BillTo.objects.filter(client=client).first()
    form = BillToForm(request.POST or None, instance=known, initial={"name": client.name}, label_suffix="")
    if not form.is_valid():
        return render(request, "billing/office_address.html", {"form": form, "client": client}, status=422 if form.errors else 200)
    keep(client=client, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Saved. What waited for it is issued now."))
    return redirect("office_papers")
