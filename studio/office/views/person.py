"""One person as the office sees them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.door import office_only
from accounts.visit import Visit
from billing.models import Offer, Order
from programme.models import Status
from studio.office import history
from studio.office.deeds import DEEDS
from studio.office.door import enrolment_at
from studio.office.help import help_for


@office_only
@require_safe
def person(request: Visit, uuid: UUID) -> HttpResponse:
    now = timezone.now()
    enrolment = enrolment_at(request, uuid, now)
    context = {
        "enrolment": enrolment,
        "deeds": [(slug, deed) for slug, deed in DEEDS.items() if deed.fits(enrolment)],
        "help": help_for(enrolment, now),
        "orders": list(Order.objects.standing().of(enrolment.client).filter(enrolment=enrolment)),
        "priced": enrolment.status == Status.INVITED and Offer.objects.exists(),
        "history": history.of(enrolment),
        "moment": now,
    }
    return render(request, "studio/person.html", context)
