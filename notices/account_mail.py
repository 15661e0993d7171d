"""The mails of signing in: a code, sealed until it leaves, and word of a change in how one signs in."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import uuid4

from allauth.account import app_settings
from django.db import connections, transaction
from django.utils import timezone

from accounts import vault
from accounts.models import User
from notices import outbox
from notices.delivery import deliver_one
from notices.models import Notice

log = logging.getLogger(__name__)

# The web process sends codes itself, beside the request: no dead worker locks anybody out, and how long a carrier takes
# does not tell whether an address is known.
SENDERS: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="code")


def send_code(*, user: User, code: str, now: datetime) -> None:
    """Put a code in the outbox in place of earlier ones, and send it at once after commit."""
    vault.ensure_keys(user.subject)
    until = now + timedelta(seconds=app_settings.LOGIN_BY_CODE_TIMEOUT)
    with transaction.atomic():
        earlier = Notice.objects.waiting().of(user).filter(kind="login-code")
        # One code at a time can be used, so an older mail that arrives later would only refuse somebody.
        earlier.update(dropped_at=now, dropped_why="newer", sealed=None)
        notice = outbox.post_sealed(recipient=user, kind="login-code", key=str(uuid4()), text=code, now=now, expires_at=until)
        transaction.on_commit(partial(SENDERS.submit, send_now, notice.pk))


def send_now(notice_pk: int) -> None:
    """In a thread of its own, with connections of its own. What fails here is sent by the next sweep."""
    try:
        deliver_one(notice_pk, timezone.now())
    except Exception as error:  # noqa: BLE001 - nobody waits for this thread
        log.warning("a code waits for the sweep: %s", type(error).__name__)
    finally:
        connections.close_all()


def tell_of_change(*, user: User, now: datetime) -> None:
    """A passkey or second factor was added or removed. At most one mail a minute."""
    outbox.post(recipient=user, kind="sign-in-changed", key=f"{now:%Y-%m-%dT%H:%M}", now=now)
