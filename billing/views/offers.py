"""What the office offers, and a price of its own for one person."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.door import office_only
from accounts.refusal import Refused
from accounts.visit import Visit, require_form, sent
from billing import desk, prices
from billing.forms import OfferForm, PriceForm
from billing.models import Offer


@office_only
@require_safe
def offers(request: Visit) -> HttpResponse:
    today = timezone.localdate()
    rows = [
        (offer, offer.valid_from <= today and (offer.valid_until is None or today < offer.valid_until)) for offer in Offer.objects.all()
    ]
    return render(request, "billing/office/offers.html", {"offers": rows, "invited": desk.can_be_priced()})


@office_only
@require_form
def new(request: Visit) -> HttpResponse:
    return edit(request, OfferForm(sent(request), initial={"valid_from": timezone.localdate()}))


@office_only
@require_form
def change(request: Visit, offer: UUID) -> HttpResponse:
    """A change is for new orders: what somebody ordered stays as it was."""
    return edit(request, OfferForm(sent(request), instance=get_object_or_404(Offer, uuid=offer)))


def edit(request: Visit, form: OfferForm) -> HttpResponse:
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved. It holds for new orders; what was ordered stays as it was."))
        return redirect("money_offers")
    return render(request, "billing/office/offer.html", {"form": form}, status=422 if form.errors else 200)


@office_only
@require_form
def price(request: Visit, enrolment: UUID) -> HttpResponse:
    """A lower price or a scholarship, for somebody who is invited and has not ordered."""
    found = get_object_or_404(desk.can_be_priced(), uuid=enrolment)
    form = PriceForm(sent(request), offers=list(Offer.objects.for_care(found.care_kind)))
    if form.is_valid():
        said = form.cleaned_data
        try:
            prices.propose(enrolment=found, offer=said["offer"], cents=said["cents"], by=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("This price stands in the invitation now. It holds once it is ordered."))
            return redirect("money_offers")
    return render(request, "billing/office/price.html", {"form": form, "enrolment": found}, status=422 if form.errors else 200)
