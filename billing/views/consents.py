"""What somebody agreed to, and taking it back as easily as it was given."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Consent, Practice
from accounts.visit import Visit, require_form
from billing import consents as deeds
from billing import receipts
from billing.access import clients_only
from billing.agreements import AGREEMENTS


@require_form
def consents(request: Visit) -> HttpResponse:
    """Two presses: what follows from it is said before it is done."""
    clients_only(request.user)
    now = timezone.now()
    given = {consent.purpose: consent for consent in Consent.objects.standing().of(request.user)}
    found = [(agreement, given[agreement.purpose]) for agreement in AGREEMENTS if agreement.purpose in given]
    asked = request.POST.get("purpose", "")
    if request.method == "POST":
        # From what this person gave, and not from all there is: a made-up purpose is not there.
        agreement = next((each for each, _given in found if each.purpose == asked and each.withdrawable), None)
        if agreement is None:
            raise Http404
        if request.POST.get("sure") == "yes":
            for made in deeds.withdraw(user=request.user, purpose=asked, now=now):
                receipts.send_now(made, now)
            messages.success(request, _("You took it back. The guidance stops here; what you wrote stays yours."))
            return redirect("consents")
        context = {"agreement": agreement, "practice": Practice.current(), "ends": deeds.ends(request.user, now)}
        return render(request, "billing/consent_withdraw.html", context)
    before = Consent.objects.of(request.user).exclude(withdrawn_at=None).order_by("-withdrawn_at")
    return render(request, "billing/consents.html", {"found": found, "before": before})
