"""Who works for the practice, and as what. Only the office says so, nobody about themselves, and one of the office always stays."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts import sessions
from accounts.address import cleaned
from accounts.models import Relation, User
from accounts.newcomer import take_in, unsaved
from accounts.office_deeds import remember
from accounts.refusal import Refused
from accounts.vault import ensure_keys


def newcomer(*, name: str, email: str, is_coach: bool, is_office: bool, by: User) -> User:
    """Somebody to `hire`, not saved yet, whose keys are made: those stand in another database, so call it outside a
    transaction. Raises Refused."""
    require_office(by)
    refuse_no_role(is_coach=is_coach, is_office=is_office)
    address = cleaned(email)
    if User.objects.filter(email=address).exists():
        raise Refused(_("Somebody has this address already. Who is a client works here under another address."))
    member = unsaved(name, address, is_coach=is_coach, is_office=is_office)
    ensure_keys(member.subject)
    return member


@transaction.atomic
def hire(*, member: User, by: User, now: datetime) -> None:
    """From now on a newcomer works here. They log in by a mailed code and then set up a second factor."""
    require_office(by)
    take_in(member)
    remember(kind="hired", about=member, by=by, now=now, after=roles_of(member))


@transaction.atomic
def change_roles(*, member: User, is_coach: bool, is_office: bool, by: User, now: datetime) -> None:
    """Give or take roles. Who lost one is logged out everywhere. Raises Refused."""
    fresh = theirs_to_change(member, by)
    refuse_no_role(is_coach=is_coach, is_office=is_office)
    if fresh.is_office and not is_office:
        refuse_nobody_left(fresh)
    if fresh.is_coach and not is_coach:
        refuse_leaving_clients(fresh, now)
    before = roles_of(fresh)
    lost = (fresh.is_coach and not is_coach) or (fresh.is_office and not is_office)
    fresh.is_coach, fresh.is_office = is_coach, is_office
    fresh.save(update_fields=["is_coach", "is_office"])
    if lost:
        sessions.end_all(fresh)
    remember(kind="roles", about=fresh, by=by, now=now, before=before, after=roles_of(fresh))


@transaction.atomic
def deactivate(*, member: User, by: User, now: datetime) -> None:
    """They are out at once, everywhere; what they did stays. Raises Refused while somebody still counts on them."""
    fresh = theirs_to_change(member, by)
    if fresh.is_office:
        refuse_nobody_left(fresh)
    if fresh.is_coach:
        refuse_leaving_clients(fresh, now)
    User.objects.filter(pk=fresh.pk).update(is_active=False)
    sessions.end_all(fresh)
    remember(kind="deactivated", about=fresh, by=by, now=now)


@transaction.atomic
def reactivate(*, member: User, by: User, now: datetime) -> None:
    fresh = theirs_to_change(member, by)
    User.objects.filter(pk=fresh.pk).update(is_active=True)
    remember(kind="reactivated", about=fresh, by=by, now=now)


def require_office(by: User) -> None:
    if not (by.is_office and by.is_active):
        raise Refused(_("Only the office says who works here."))


def theirs_to_change(member: User, by: User) -> User:
    """The member, fresh, with everybody of the office locked, so that two who take each other's role cannot both succeed."""
    require_office(by)
    if member.pk == by.pk:
        raise Refused(_("Nobody changes their own roles. Ask somebody else of the office."))
    # Without their keys: what others write down meanwhile names these people, and must not wait for this nor this for it.
    list(User.objects.select_for_update(no_key=True).filter(is_office=True).order_by("pk"))
    fresh = User.objects.select_for_update(no_key=True).get(pk=member.pk)
    if not fresh.is_staff:
        raise Refused(_("This person does not work here."))
    # Asked again behind the locks: the other may just have taken this one's role.
    require_office(User.objects.get(pk=by.pk))
    return fresh


def kept_as_coach(member: User) -> User:
    """The member, fresh, whose role nobody takes until this transaction ends; several can hold them at once. Raises Refused when
    they guide nobody here (any more)."""
    if connection.features.has_select_for_update:
        with connection.cursor() as cursor:
            # Shared: two who come to one coach do not wait for each other, only `theirs_to_change` waits for them.
            cursor.execute('SELECT 1 FROM "accounts_user" WHERE id = %s FOR SHARE', [member.pk])
    fresh = User.objects.get(pk=member.pk)
    if not (fresh.is_coach and fresh.is_active):
        raise Refused(_("Choose somebody who guides people here."))
    return fresh


def refuse_no_role(*, is_coach: bool, is_office: bool) -> None:
    if not (is_coach or is_office):
        raise Refused(_("Choose at least one role. To let somebody go, take their access away."))


def refuse_nobody_left(member: User) -> None:
    if not User.objects.office().exclude(pk=member.pk).exists():
        raise Refused(_("There is nobody else in the office. Give somebody that role first."))


def refuse_leaving_clients(member: User, now: datetime) -> None:
    if Relation.objects.active(now).of_member(member).exists():
        raise Refused(_("There are people who are guided by this person. Hand them over first."))


def roles_of(member: User) -> dict[str, bool]:
    return {"coach": member.is_coach, "office": member.is_office}
