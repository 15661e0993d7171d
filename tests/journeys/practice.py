"""A whole portal on a clock that the test sets: what its people get by mail, what its databases hold, what it says."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from subprocess import CompletedProcess, run
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from portal import commands
from tests.browser import ROOT, Portal

CLOCK = Path(__file__).parent / "clock"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@dataclass
class Practice(Portal):
    """A portal whose every process, and every command given to it, lives at the moment of `set_clock`."""

    def set_clock(self, moment: datetime) -> None:
        """For what starts from now on. The clock runs on from `moment`."""
        self.settings |= {"PYTHONPATH": str(CLOCK), "CLOCK_AHEAD": str(moment.timestamp() - time.time())}

    @property
    def now(self) -> datetime:
        """What its clock says, in Amsterdam."""
        return datetime.fromtimestamp(time.time() + float(self.settings["CLOCK_AHEAD"]), UTC).astimezone(AMSTERDAM)

    def move_clock(self, moment: datetime) -> None:
        """Stop everything, and start again at `moment`."""
        self.stop()
        self.set_clock(moment)
        self.start()

    @property
    def on_postgres(self) -> bool:
        return bool(self.settings.get("DATABASE_URL"))

    def command(self, *arguments: str) -> "CompletedProcess[str]":
        """What a command of manage.py does, also when it refuses."""
        return run(commands.manage(*arguments), cwd=ROOT, env=self.environment(), capture_output=True, text=True, check=False, timeout=400)

    def rows(self, statement: str, alias: str = "default") -> list[tuple[Any, ...]]:
        """Ask a database beside the portal."""
        if self.on_postgres:
            with psycopg.connect(self.settings["DATABASE_URL" if alias == "default" else "KEYRING_URL"]) as connection:
                return list(connection.execute(statement))  # type: ignore[call-overload]  # a statement of the test's own
        with closing(sqlite3.connect(f"file:{self.database_file(alias)}?mode=ro", uri=True, timeout=20)) as connection:
            return connection.execute(statement).fetchall()

    def database_file(self, alias: str) -> Path:
        return self.folder / "var" / {"default": "portal.sqlite3", "keyring": "keyring.sqlite3"}[alias]

    def mails(self, to: str) -> list[EmailMessage]:
        """Every mail to an address in the mailbox of the demo, the oldest first."""
        files = sorted((self.folder / "var" / "mailbox").glob("*.eml"))
        mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
        return [mail for mail in mails if to in str(mail["To"])]

    def mail(self, to: str, saying: str, seconds: float = 120) -> EmailMessage:
        """The newest mail to an address that says something, waited for."""

        def newest() -> EmailMessage | None:
            return next((mail for mail in reversed(self.mails(to)) if saying in words_of(mail)), None)

        found: EmailMessage = self.waited(newest, f"mail to {to} that says {saying!r}", seconds, lambda: self.outbox(to))
        return found

    def outbox(self, to: str) -> str:
        """What the outbox holds for an address."""
        columns = "kind, key, created_at, due_at, leased_until, tries, sent_at, dropped_why"
        return "\n".join(
            " ".join(map(str, row))
            for row in self.rows(
                f"SELECT {columns} FROM notices_notice WHERE recipient_id = (SELECT id FROM accounts_user WHERE email = '{to}') ORDER BY id"
            )
        )

    def waited(self, found: Callable[[], Any], what: str, seconds: float = 60, more: Callable[[], str] = str) -> Any:
        """Whatever `found` finds first. Fails with the portal's last lines, and what `more` tells."""
        until = time.monotonic() + seconds
        while not (it := found()):
            assert time.monotonic() < until, f"no {what} within {seconds:g} s, at {self.now:%A %H:%M:%S}\n{more()}\n{self.last_lines()}"
            time.sleep(0.2)
        return it

    def last_lines(self, count: int = 40) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-count:])


def words_of(mail: EmailMessage) -> str:
    """The subject and the text, as its reader sees them."""
    body = mail.get_body(("plain",))
    return f"{mail['Subject']}\n{body.get_content() if body else ''}"
