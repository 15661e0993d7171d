"""What somebody said yes to: asked beforehand, one thing at a time, off until then, and changed at any time."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db import transaction

from accounts.models import AccessRecord, Consent, User

# Of the words that ask: another text, another version.
TEXT: Final = "2026-11"


class Purpose(StrEnum):
    """What a client may let who cares for them know besides what they share."""

    FIGURES = "figures"
    BRAKE = "brake"


def given(user: User, purpose: Purpose) -> bool:
    """Whether their yes stands. One query."""
    return Consent.objects.of(user).filter(purpose=purpose).standing().exists()


def standing(user: User) -> set[str]:
    """The purposes to which their yes stands. One query."""
    return set(Consent.objects.of(user).standing().values_list("purpose", flat=True))


def give(*, user: User, purpose: Purpose, now: datetime) -> bool:
    """Say yes; twice is once. Returns whether it changed something. A change stands in the record of access."""
    with transaction.atomic():
        # Two taps at once leave one consent, and one line in the record.
        User.objects.select_for_update().get(pk=user.pk)
        if given(user, purpose):
            return False
        Consent.objects.create(user=user, purpose=purpose, text_version=TEXT, given_at=now)
        record(user, purpose, AccessRecord.Action.SHARE, now)
    return True


def withdraw(*, user: User, purpose: Purpose, now: datetime) -> bool:
    """Take the yes back; twice is once. Returns whether it changed something. A change stands in the record of access."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if not Consent.objects.of(user).filter(purpose=purpose).standing().update(withdrawn_at=now):
            return False
        record(user, purpose, AccessRecord.Action.UNSHARE, now)
    return True


def record(user: User, purpose: Purpose, action: AccessRecord.Action, now: datetime) -> None:
    AccessRecord.objects.create(actor=user.subject, subject=user.subject, action=action, purpose=purpose, rows=[], at=now)
