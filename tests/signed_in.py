"""Sessions as signing in leaves them, without the mail in between."""

from datetime import datetime
from html import unescape

from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from accounts.sessions import OWN_DEVICE


def signed_in(user: User, now: datetime, *, second_factor: bool | None = None) -> Client:
    """A browser in which `user` just logged in, on a device of their own; whoever works here used a second factor."""
    browser = Client()
    browser.force_login(user)
    session = browser.session
    session[OWN_DEVICE] = True
    used = user.is_staff if second_factor is None else second_factor
    session["account_authentication_methods"] = [{"method": "mfa" if used else "code", "at": now.timestamp()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return browser


def body(response: HttpResponse) -> str:
    """What stands on a page, as it is read."""
    return unescape(response.content.decode())
