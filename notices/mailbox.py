"""The mailbox of the demo: every mail becomes a file that only this user may read; nothing leaves the machine."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path
from time import time_ns
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

NEWEST = 100


class MailboxBackend(BaseEmailBackend):
    """Writes each mail to a file in `settings.MAILBOX_DIR`, whole or not at all."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            put(message.message().as_bytes())
        return len(email_messages)


def put(mail: bytes) -> None:
    folder = Path(settings.MAILBOX_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # By name in the order of time: the newest hundred are found without opening any.
    name = f"{time_ns():020}-{uuid4().hex[:8]}"
    beside = folder / f".{name}"
    with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(mail)
    # Its name comes last: the page must never read half a mail.
    beside.rename(folder / f"{name}.eml")


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as the page shows it."""

    to: str
    sender: str
    subject: str
    at: datetime
    text: str


def newest() -> list[Mail]:
    """The latest hundred mails, newest first."""
    files = sorted(Path(settings.MAILBOX_DIR).glob("*.eml"), reverse=True)
    return [read(file) for file in files[:NEWEST]]


def read(file: Path) -> Mail:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    return Mail(
        to=str(message["To"]),
        sender=str(message["From"]),
        subject=str(message["Subject"]),
        # Django writes the hour in UTC as "-0000", which reads as a time without a zone.
        at=parsedate_to_datetime(str(message["Date"])).replace(tzinfo=UTC),
        text=body.get_content() if body else "",
    )
