"""Taking back what one agreed to. Without it the guidance stops, and nobody reads on: there is nothing that may still be read."""

from datetime import datetime

from django.db import transaction

from accounts.models import Consent, User
from billing import stopping
from billing.models import Withdrawal
from billing.payments import order_of
from programme.handover import end_care
from programme.models import Enrolment


def ends(user: User, now: datetime) -> list[stopping.Terms]:
    """What taking it back means for each programme that runs."""
    running = Enrolment.objects.of(user).running()
    return [stopping.terms(each, order_of(each), now, Withdrawal.Kind.CONSENT) for each in running]


@transaction.atomic
def withdraw(*, user: User, purpose: str, now: datetime) -> list[Withdrawal]:
    """Take it back and end what is running, with what comes back on the office's list. A second time changes nothing.

    The consent's own row is the first lock, so two presses are one; then order, enrolment and client, as everywhere.
    """
    if not Consent.objects.standing().of(user).filter(purpose=purpose).update(withdrawn_at=now):
        return []
    running = list(Enrolment.objects.of(user).running())
    made = [stopping.end_with_consent(enrolment=enrolment, now=now) for enrolment in running]
    User.objects.select_for_update().get(pk=user.pk)
    end_care(client=user, now=now)
    return [each for each in made if each]
