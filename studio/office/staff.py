"""People who work here: what the roles' deeds cannot do from below, telling of it."""

from datetime import datetime

from django.db import transaction

from accounts import roles
from accounts.models import User
from notices import staff_mail


def hire(*, name: str, email: str, is_coach: bool, is_office: bool, by: User, now: datetime) -> User:
    """Somebody new, with a mail that says how to log in; whoever else works here hears of it. Raises Refused."""
    member = roles.newcomer(name=name, email=email, is_coach=is_coach, is_office=is_office, by=by)
    with transaction.atomic():
        roles.hire(member=member, by=by, now=now)
        staff_mail.welcome(member=member, now=now)
        staff_mail.tell_of_roles(member=member, by=by, now=now)
    return member


def change_roles(*, member: User, is_coach: bool, is_office: bool, by: User, now: datetime) -> None:
    """Nobody gets a role unnoticed: a coach reads, so everybody else who works here is told. Raises Refused."""
    with transaction.atomic():
        roles.change_roles(member=member, is_coach=is_coach, is_office=is_office, by=by, now=now)
        staff_mail.tell_of_roles(member=member, by=by, now=now)


def reactivate(*, member: User, by: User, now: datetime) -> None:
    """Access again, with the roles they had; everybody else is told. Raises Refused."""
    with transaction.atomic():
        roles.reactivate(member=member, by=by, now=now)
        staff_mail.tell_of_roles(member=member, by=by, now=now)
