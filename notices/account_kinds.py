"""The kinds of mail about signing in and about addresses. They belong to `accounts`, which is below this app and knows no mail."""

from uuid import UUID

from allauth.account import app_settings
from django.urls import reverse

from accounts import address
from accounts.models import AddressChange
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


def register_all() -> None:
    register(Kind("login-code", details=how_long, urgent=True, capped=False))
    register(Kind("sign-in-changed", details=where_to_look, urgent=True, capped=False))
    register(Kind("address-change-old", wanted=still_waits, details=about_the_change, urgent=True, capped=False))
    register(Kind("address-change-new", wanted=still_waits, details=about_the_change, address=new_address, urgent=True, capped=False))
