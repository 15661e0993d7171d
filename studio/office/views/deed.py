"""One deed for one person: a small form, and a sentence afterwards."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.door import office_only
from accounts.refusal import Refused
from accounts.visit import Visit, require_form, sent
from studio.office.deeds import DEEDS, Deed, DeedForm
from studio.office.door import enrolment_at


@office_only
@require_form
def deed(request: Visit, uuid: UUID, deed: str) -> HttpResponse:
    now = timezone.now()
    enrolment = enrolment_at(request, uuid, now)
    chosen = chosen_deed(deed)
    form = chosen.form(sent(request), enrolment=enrolment, today=enrolment.local_day(now))
    if request.method == "POST" and form.is_valid() and did(request, chosen, form):
        messages.success(request, _("Done, and written down."))
        return redirect("office_person", uuid)
    fits = chosen.fits(enrolment)
    means = chosen.means(enrolment, now) if chosen.means and fits else None
    context = {"enrolment": enrolment, "deed": chosen, "form": form, "fits": fits, "means": means, "moment": now}
    return render(request, "studio/deed.html", context, status=422 if form.errors else 200)


def chosen_deed(slug: str) -> Deed:
    """Raises Http404."""
    found = DEEDS.get(slug)
    if found is None:
        raise Http404
    return found


def did(request: Visit, chosen: Deed, form: DeedForm) -> bool:
    """All of it, or nothing and a sentence in the form."""
    try:
        with transaction.atomic():
            chosen.act(enrolment=form.enrolment, **form.cleaned_data, by=request.user, now=timezone.now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
