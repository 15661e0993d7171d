"""How long somebody stays logged in: kept in the session, checked on every request."""

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any, Final

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from accounts.models import User

OWN_DEVICE: Final = "own_device"
BEGAN: Final = "began"
SEEN: Final = "seen"

# What somebody does is written down at most this often, so that reading pages stays cheap.
SEEN_EVERY: Final = timedelta(minutes=2)
STAFF_IDLE: Final = timedelta(minutes=60)
STAFF_AT_MOST: Final = timedelta(hours=12)
OWN_IDLE: Final = timedelta(days=14)
OWN_AT_MOST: Final = timedelta(days=30)
SHARED_IDLE: Final = timedelta(minutes=30)


def begin(session: SessionBase, now: datetime) -> None:
    """Start counting, at login. On a device that is not one's own the cookie goes when the browser closes."""
    own = bool(session.get(OWN_DEVICE))
    session.update({BEGAN: int(now.timestamp()), SEEN: int(now.timestamp())})
    session.set_expiry(int(OWN_AT_MOST.total_seconds()) if own else 0)


def limits(user: User, *, own_device: bool) -> tuple[timedelta, timedelta]:
    """How long this person may be away, and how long a session lasts at most."""
    if user.is_staff:
        return STAFF_IDLE, STAFF_AT_MOST
    return (OWN_IDLE, OWN_AT_MOST) if own_device else (SHARED_IDLE, OWN_AT_MOST)


def is_over(data: SessionBase | dict[str, Any], user: User, now: datetime) -> bool:
    """True when the session was idle for too long or lasted too long. One without a beginning begins now."""
    moment = now.timestamp()
    idle, at_most = limits(user, own_device=bool(data.get(OWN_DEVICE)))
    away = moment - data.get(SEEN, moment)
    lasted = moment - data.get(BEGAN, moment)
    return bool(away > idle.total_seconds() or lasted > at_most.total_seconds())


def touch(session: SessionBase, now: datetime) -> None:
    """Remember that somebody is here; writes the session only every two minutes."""
    moment = int(now.timestamp())
    session.setdefault(BEGAN, moment)
    if moment - session.get(SEEN, 0) >= SEEN_EVERY.total_seconds():
        session[SEEN] = moment


def store(key: str | None = None) -> SessionBase:
    engine = import_module(settings.SESSION_ENGINE)
    opened: SessionBase = engine.SessionStore(key)
    return opened


def open_of(user: User, now: datetime) -> list[UserSession]:
    """The sessions of a person that still stand, oldest first. Writes nothing."""
    rows = UserSession.objects.filter(user=user).order_by("created_at")
    return [row for row in rows if is_open(row, user, now)]


def is_open(row: UserSession, user: User, now: datetime) -> bool:
    kept = store(row.session_key).load()
    # A session with another hash was ended by `end_all`, though its row is still there.
    return bool(kept) and kept.get("_auth_user_hash") == user.get_session_auth_hash() and not is_over(kept, user, now)


def end_all(user: User) -> None:
    """Log a person out everywhere, now: the hash that every session carries changes."""
    # Nobody has a password: an unusable one is made of random signs, so each is another.
    user.set_unusable_password()
    User.objects.filter(pk=user.pk).update(password=user.password)
