"""Whose page it is on which somebody writes: a mark that a page carries, and that tells nothing about its person."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User

SALT = "accounts.writer"


def mark(user: User | AnonymousUser) -> str:
    """The same for one person always; empty for who is not logged in."""
    return salted_hmac(SALT, str(user.subject)).hexdigest()[:24] if isinstance(user, User) else ""


def is_of_another(request: HttpRequest) -> bool:
    """The page that sent this was opened by somebody else than who is logged in now. False where it does not say."""
    said = request.POST.get("owner", "")
    return bool(said) and not constant_time_compare(said, mark(request.user))
