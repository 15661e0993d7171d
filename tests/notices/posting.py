"""Putting notices in the outbox, and a carrier that refuses them."""

from datetime import datetime, timedelta

import pytest

from notices import delivery, outbox
from notices.models import Notice
from tests.people import NOW

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def post(who, kind: str = "answer-arrived", key: str = "1", now: datetime = NOW, **fields) -> Notice:
    outbox.post(recipient=who, kind=kind, key=key, now=now, **fields)
    return Notice.objects.get(recipient=who, kind=kind, key=key)


def post_code(who, code: str = "CDFG-3467", now: datetime = NOW) -> Notice:
    return outbox.post_sealed(recipient=who, kind="login-code", key="1", text=code, now=now, expires_at=now + 15 * MINUTE)


def refusing(monkeypatch: pytest.MonkeyPatch, error: Exception, only: str = "") -> None:
    """The carrier raises `error`, for mail to `only` or to everybody."""
    send = delivery.Line.send

    def try_to(line, message) -> None:
        if not only or only in message.to:
            raise error
        send(line, message)

    monkeypatch.setattr(delivery.Line, "send", try_to)
