"""Care or coaching: chosen by the practice before anything is written, and then fixed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.refusal import Refused
from programme.models import CareKind, Enrolment, Status
from programme.release import locked, note


@transaction.atomic
def change_care_kind(*, enrolment: Enrolment, care_kind: str, by: User, now: datetime, reason: str = "") -> None:
    """Raises Refused once the programme has begun: what is written is kept, and paid for, by what it was written as."""
    fresh = locked(enrolment)
    if care_kind not in CareKind.values:
        raise Refused(_("Choose care or coaching."))
    if fresh.status not in {Status.INVITED, Status.PENDING}:
        raise Refused(_("Care or coaching is fixed once somebody has begun."))
    if fresh.care_kind == care_kind:
        raise Refused(_("It is that already."))
    Enrolment.objects.filter(pk=fresh.pk).update(care_kind=care_kind)
    note(fresh, "care kind", by=by, now=now, before={"care_kind": fresh.care_kind}, after={"care_kind": care_kind}, reason=reason)
