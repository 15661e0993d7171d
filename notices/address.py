"""Asking for another address, and telling both of them in the same transaction."""

from datetime import datetime

from django.db import transaction

from accounts import address
from accounts.models import AddressChange, User
from notices import outbox


def ask(*, user: User, new_email: str, now: datetime) -> AddressChange:
    """See `accounts.address.ask`. Raises Refused."""
    with transaction.atomic():
        change = address.ask(user=user, new_email=new_email, now=now)
        uuid = str(change.uuid)
        outbox.post(recipient=user, kind="address-change-old", key=uuid, about=uuid, now=now)
        outbox.post(recipient=user, kind="address-change-new", key=uuid, about=uuid, now=now)
    return change
