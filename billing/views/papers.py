"""A paper to read and keep, for whose it is and for the office; and where a client's papers are addressed to."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.visit import Visit, require_form
from billing import papers
from billing.bill_to import BillToForm, keep
from billing.models import BillTo, Order


@require_safe
def paper(request: Visit, uuid: UUID) -> HttpResponse:
    return render(request, "billing/paper.html", {"paper": papers.readable_paper(request.user, uuid)})


@require_safe
def file(request: Visit, uuid: UUID, suffix: str) -> HttpResponse:
    """To keep: named after its number, which tells nothing of what it is for."""
    found = papers.readable_paper(request.user, uuid)
    content, media_type = papers.file_of(found, suffix)
    return download(content, media_type, f"{found.code}.{suffix}")


def download(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_form
def bill_to(request: Visit) -> HttpResponse:
    """For whoever has an order. For anybody else there is nothing here."""
    if not Order.objects.of(request.user).exists():
        raise Http404
    known = BillTo.objects.filter(client=request.user).first()
    form = BillToForm(request.POST or None, instance=known, initial={"name": request.user.name}, label_suffix="")
    if not form.is_valid():
        return render(request, "billing/bill_to.html", {"form": form}, status=422 if form.errors else 200)
    keep(client=request.user, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Saved. New invoices are addressed this way; what was made before stays as it is."))
    return redirect("person")
