"""Changing the address somebody signs in with: asked, told to both addresses, in force after 72 hours unless either stops it."""

from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import sessions
from accounts.models import AddressChange, User
from accounts.refusal import Refused

WAIT: Final = timedelta(hours=72)
# What the column of an address holds.
LONGEST: Final = 254
SIGNER: Final = Signer(salt="accounts.address")


def ask(*, user: User, new_email: str, now: datetime) -> AddressChange:
    """Ask for another address; it takes effect 72 hours later. An earlier wish that still waits is replaced.

    Says nothing about who else has the address: a taken one is found out when it would take effect. The caller tells
    both addresses. Raises Refused when it is no address, or the present one.
    """
    email = cleaned(new_email)
    with transaction.atomic():
        owner = User.objects.select_for_update().get(pk=user.pk)
        if email == owner.email:
            raise Refused(_("This already is your address."))
        AddressChange.objects.waiting().filter(user=owner).update(stopped_at=now)
        return AddressChange.objects.create(user=owner, new_email=email, requested_at=now, takes_effect_at=now + WAIT)


def cleaned(email: str) -> str:
    """Raises Refused."""
    tidy = email.strip().lower()
    try:
        validate_email(tidy)
    except ValidationError:
        raise Refused(_("This does not look like an e-mail address.")) from None
    if len(tidy) > LONGEST:
        raise Refused(_("This address is too long."))
    return tidy


def stop(*, change: AddressChange, now: datetime) -> bool:
    """Stop a change that still waits. Returns False when there was nothing left to stop. Idempotent."""
    return bool(AddressChange.objects.waiting().filter(pk=change.pk).update(stopped_at=now))


def apply_due(now: datetime) -> int:
    """Put every change into force whose 72 hours are over. Returns how many. Everybody concerned is logged out everywhere."""
    # Of two who want the same address, whoever asked first gets it.
    due = AddressChange.objects.due(now).order_by("takes_effect_at").values_list("pk", flat=True)
    return sum(apply_one(pk, now) for pk in due)


def apply_one(pk: int, now: datetime) -> bool:
    """One change in a transaction of its own, so that none waits for another's trouble."""
    with transaction.atomic():
        change = AddressChange.objects.due(now).select_for_update(of=("self",)).select_related("user").filter(pk=pk).first()
        if change is None:
            return False
        if not take(change.user, change.new_email):
            AddressChange.objects.filter(pk=pk).update(stopped_at=now)
            return False
        AddressChange.objects.filter(pk=pk).update(applied_at=now)
    return True


def take(user: User, email: str) -> bool:
    """Give `user` the address and end their sessions; False when somebody has it by now."""
    try:
        with transaction.atomic():
            # In a savepoint: after a broken constraint PostgreSQL refuses all that follows in the transaction.
            User.objects.filter(pk=user.pk).update(email=email)
    except IntegrityError:
        return False
    sessions.end_all(user)
    return True


def correct(*, user: User, new_email: str, by: User, now: datetime) -> None:
    """The office mends a mistyped address of somebody who was invited and never logged in. Raises Refused otherwise."""
    if not by.is_office:
        raise Refused(_("Only the office corrects an address."))
    email = cleaned(new_email)
    with transaction.atomic():
        owner = User.objects.select_for_update().get(pk=user.pk)
        # A code goes to whatever address stands here. Of somebody who has written, the office could open everything this way.
        if owner.last_login is not None:
            raise Refused(_("This address has been used: only its owner can change it."))
        if User.objects.filter(email=email).exclude(pk=owner.pk).exists() or not take(owner, email):
            raise Refused(_("Somebody else already has this address."))
    user.email = email


def token(change: AddressChange) -> str:
    """What the link to the stopping page carries."""
    return SIGNER.sign(str(change.uuid))


def by_token(signed: str) -> AddressChange | None:
    """The change a link is about; None when we did not make it."""
    try:
        return AddressChange.objects.select_related("user").filter(uuid=SIGNER.unsign(signed)).first()
    except (BadSignature, ValidationError):
        return None
