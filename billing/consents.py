"""Taking back what one agreed to. Without it the guidance stops, and nobody reads on: there is nothing that may still be read."""

from datetime import datetime

from django.db import transaction

from accounts.models import Consent, User
from billing import kinds
from notices.desk import tell_office
from programme import enrolment as deeds
from programme.handover import let_go
from programme.models import Enrolment


@transaction.atomic
def withdraw(*, user: User, purpose: str, now: datetime) -> None:
    """Take it back, end what is running, and let the office arrange the money. A second time changes nothing."""
    User.objects.select_for_update().get(pk=user.pk)
    if not Consent.objects.standing().of(user).filter(purpose=purpose).update(withdrawn_at=now):
        return
    for enrolment in Enrolment.objects.of(user).running():
        deeds.stop(enrolment=enrolment, by=user, now=now)
        tell_office(kind=kinds.CONSENT_WITHDRAWN, key=str(enrolment.pk), about=str(enrolment.pk), now=now)
    let_go(client=user, now=now)
