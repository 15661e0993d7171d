"""Somebody new, saved. Looking whether an address is free and taking it are two steps: who comes in between is told of in words."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusal import Refused


def unsaved(name: str, email: str, **fields: Any) -> User:
    """Somebody new under a clean address, not saved yet. Raises Refused on a name that cannot be stored."""
    user = User(name=" ".join(name.split()), email=email, **fields)
    user.set_unusable_password()
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
    return user


def take_in(user: User) -> None:
    """Save somebody who is new here, inside the transaction of the deed. Raises Refused when another was entered under this
    address at the same moment; what the transaction did before stands."""
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("Somebody was entered under this address a moment ago. Look in the list before you try again.")) from None
