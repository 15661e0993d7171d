"""Sending somebody's mail again from their own page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.door import office_only
from accounts.refusal import Refused
from accounts.visit import Visit
from notices.models import Channel, Notice
from notices.resend import resend
from studio.office.door import enrolment_at


@office_only
@require_POST
def again(request: Visit, uuid: UUID, pk: int) -> HttpResponse:
    now = timezone.now()
    enrolment = enrolment_at(request, uuid, now)
    notice = get_object_or_404(Notice.objects.of(enrolment.client), pk=min(pk, 2**63 - 1), channel=Channel.MAIL)
    try:
        resend(notice=notice, by=request.user, now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It goes out again, outside quiet hours at once."))
    return redirect("office_person", uuid)
