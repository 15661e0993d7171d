"""What somebody said yes to: asked beforehand, one thing at a time, off until then, and changed at any time."""

from datetime import datetime

from django.db import transaction

from accounts.models import AccessRecord, Consent, User

Kind = Consent.Kind


def given(person: User, kind: Kind) -> bool:
    """Whether their yes stands. One query."""
    return Consent.objects.of(person, kind).standing().exists()


def standing(person: User) -> set[str]:
    """The kinds to which their yes stands. One query."""
    return set(Consent.objects.filter(person=person).standing().values_list("kind", flat=True))


def give(*, person: User, kind: Kind, now: datetime) -> bool:
    """Say yes; twice is once. Returns whether it changed something. A change stands in the record of access."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        if given(person, kind):
            return False
        Consent.objects.create(person=person, kind=kind, given_at=now)
        record(person, kind, AccessRecord.Action.SHARE, now)
    return True


def withdraw(*, person: User, kind: Kind, now: datetime) -> bool:
    """Take the yes back; twice is once. Returns whether it changed something. A change stands in the record of access."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        if not Consent.objects.of(person, kind).standing().update(withdrawn_at=now):
            return False
        record(person, kind, AccessRecord.Action.UNSHARE, now)
    return True


def record(person: User, kind: Kind, action: AccessRecord.Action, now: datetime) -> None:
    AccessRecord.objects.create(actor=person.subject, subject=person.subject, action=action, purpose=kind, rows=[], at=now)
