"""The kinds of mail about signing in and about addresses. They belong to `accounts`, which is below this app and knows no mail."""

from uuid import UUID

from allauth.account import app_settings
from django.urls import reverse

from accounts import address
from accounts.models import AddressChange, User
from notices.kinds import Kind, register
from notices.models import Notice


def change_of(notice: Notice) -> AddressChange:
    return AddressChange.objects.get(uuid=UUID(notice.about))


def new_address(notice: Notice) -> str:
    return change_of(notice).new_email


def still_waits(notice: Notice) -> bool:
    return AddressChange.objects.waiting().filter(uuid=UUID(notice.about)).exists()


def about_the_change(notice: Notice) -> dict[str, object]:
    """When it takes effect, and the page with the button that stops it. Neither address: a mail may be read by another."""
    change = change_of(notice)
    return {"takes_effect_at": change.takes_effect_at, "stop_url": reverse("address_stop", args=[address.token(change)])}


def where_to_look(notice: Notice) -> dict[str, object]:
    return {"account_url": reverse("person")}


def how_long(notice: Notice) -> dict[str, object]:
    return {"minutes": app_settings.LOGIN_BY_CODE_TIMEOUT // 60}


def member_of(notice: Notice) -> User | None:
    return User.objects.filter(pk=int(notice.about)).first()


def still_to_come(notice: Notice) -> bool:
    return notice.recipient.is_staff and notice.recipient.last_login is None


def roles(notice: Notice) -> dict[str, object]:
    member = member_of(notice)
    if member is None:
        return {}
    return {"who": member.name, "coach": int(member.is_coach), "office": int(member.is_office), "url": reverse("home")}


def first_page(notice: Notice) -> dict[str, object]:
    return {"url": reverse("home")}


def register_all() -> None:
    register(Kind("staff-welcome", wanted=still_to_come, details=first_page, urgent=True, capped=False))
    # Urgent, since a role that was given wrongly reads from the same minute.
    register(Kind("role-given", wanted=lambda notice: notice.recipient.is_staff, details=roles, urgent=True, capped=False))
    register(Kind("login-code", details=how_long, urgent=True, capped=False))
    register(Kind("sign-in-changed", details=where_to_look, urgent=True, capped=False))
    register(Kind("address-change-old", wanted=still_waits, details=about_the_change, urgent=True, capped=False))
    register(Kind("address-change-new", wanted=still_waits, details=about_the_change, address=new_address, urgent=True, capped=False))
