"""Getting in, the way people do."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.vault import open_texts
from notices.models import Notice

LOGIN, CONFIRM = "/account/login/", "/account/login/code/confirm/"
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(user: User) -> str:
    """The newest code that waits to be mailed."""
    notice = Notice.objects.waiting().of(user).filter(kind="login-code").latest("pk")
    (code,) = open_texts(user, [notice], "test", timezone.now())
    assert code
    return code


def log_in(client: Client, user: User, *, own_device: bool = False, next_: str = "") -> object:
    cache.clear()  # one code a minute, and tests do not wait
    client.post(LOGIN, {"email": user.email, "next": next_})
    return client.post(CONFIRM, {"code": code_of(user), "next": next_} | ({"own_device": "on"} if own_device else {}))


def with_app(user: User) -> User:
    TOTP.activate(user, SEED)
    return user


def app_code(secret: str = SEED) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def proved(client: Client, user: User, method: str = "mfa", ago: float = 0) -> None:
    """Puts a proof of `ago` seconds old in the session of somebody who is logged in."""
    session = client.session
    session["account_authentication_methods"] = [{"method": method, "at": time.time() - ago}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def factors(user: User) -> set[str]:
    return set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
