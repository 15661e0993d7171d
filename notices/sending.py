"""The line to whoever carries our mail, and what its refusals mean."""

import smtplib
from contextlib import suppress

from anymail.exceptions import AnymailInvalidAddress, AnymailRecipientsRefused
from django.core.mail import EmailMessage, get_connection


class NothingSent(Exception):
    """The carrier took the message and sent it to nobody."""


class Line:
    """One connection for a batch. A carrier that cannot be reached is tried once, not once a mail."""

    def __init__(self) -> None:
        self.connection = get_connection()
        self.broken: Exception | None = None

    def send(self, message: EmailMessage) -> None:
        """Raises whatever the carrier makes of it, and NothingSent."""
        self.open()
        try:
            taken = self.connection.send_messages([message])
        except Exception:
            # Some carriers hang up after a refusal: the next mail gets a line of its own.
            self.close()
            raise
        if not taken:
            raise NothingSent

    def open(self) -> None:
        if self.broken:
            raise self.broken
        try:
            self.connection.open()
        except Exception as error:
            self.broken = error
            raise

    def close(self) -> None:
        with suppress(Exception):
            self.connection.close()


def is_permanent(error: Exception) -> bool:
    """True when trying again cannot help: the carrier refused this address or this message for good."""
    if isinstance(error, AnymailRecipientsRefused | AnymailInvalidAddress):
        return True
    answers = answers_in(error)
    return bool(answers) and all(500 <= code < 600 and not about_us(code, text) for code, text in answers)


def answers_in(error: Exception) -> list[tuple[int, bytes]]:
    """The server's answers about the recipient or the message. What it says of our login or sender the office can mend."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return list(error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        text = error.smtp_error
        return [(error.smtp_code, text if isinstance(text, bytes) else text.encode())]
    return []


def about_us(code: int, text: bytes) -> bool:
    """Our own rights or the server's policy, not the address: 530, 535 and the enhanced codes 5.7.x (RFC 3463)."""
    return code in {530, 535} or text.startswith(b"5.7.")


def name_of(error: Exception) -> str:
    """The class of an error and the server's number; never its text, which may quote an address."""
    codes = {str(code) for code, _ in answers_in(error)} | {str(getattr(error, "smtp_code", ""))} - {""}
    return " ".join([type(error).__name__, *sorted(codes)])[:80]
