"""The demo's mailbox: files that only this user reads, and the page that shows them."""

import stat
from pathlib import Path
from typing import Never

import pytest

from notices import mailbox, outbox
from notices.delivery import deliver_batch
from tests import people
from tests.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def box(settings, tmp_path) -> Path:
    settings.EMAIL_BACKEND = "notices.mailbox.MailboxBackend"
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    settings.DEMO = True
    return settings.MAILBOX_DIR


def send(kind: str = "answer-arrived", name: str = "Noor Visser") -> None:
    outbox.post(recipient=people.client(name), kind=kind, key=kind, now=NOW)
    assert deliver_batch(NOW)


def test_a_mail_is_a_file_that_nobody_else_reads(box) -> None:
    send()
    (file,) = box.iterdir()
    assert file.suffix == ".eml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(box.stat().st_mode) == 0o700
    assert b"Er is antwoord voor je" in file.read_bytes()


def test_a_write_that_fails_leaves_no_half_mail(box, monkeypatch) -> None:
    def full(*args) -> Never:
        raise OSError("no space")

    monkeypatch.setattr(Path, "rename", full)
    outbox.post(recipient=people.client(), kind="answer-arrived", key="1", now=NOW)
    deliver_batch(NOW)
    assert mailbox.newest() == []


def test_the_newest_is_on_top_and_nobody_needs_to_sign_in(client) -> None:
    send("answer-arrived"), send("invitation")
    page = client.get("/postvak/")
    assert page.status_code == 200
    said = page.content.decode()
    assert said.index("Een uitnodiging voor je") < said.index("Er is antwoord voor je")
    assert 'href="http://localhost:8000/uitnodiging/"' in said


def test_a_code_can_be_read_from_it(client) -> None:
    outbox.post_sealed(recipient=people.client(), kind="login-code", key="1", text="CDFG-3467", now=NOW, expires_at=NOW.replace(hour=9))
    deliver_batch(NOW)
    assert "CDFG-3467" in client.get("/postvak/").content.decode()


def test_a_mail_runs_nothing_on_the_page(client) -> None:
    mailbox.put(
        b"To: a@b.nl\nFrom: x\nSubject: <script>alert(1)</script>\nDate: Mon, 23 Nov 2026 08:00:00 +0000\n\n<script>alert(2)</script>"
    )
    said = client.get("/postvak/").content.decode()
    assert said.count("&lt;script&gt;alert") == 2
    assert "<script>alert" not in said


def test_a_mail_is_dated_as_the_clock_of_its_reader_shows(client) -> None:
    mailbox.put(b"To: a@b.nl\nFrom: x\nSubject: s\nDate: Mon, 23 Nov 2026 08:00:00 -0000\n\nx")
    assert "23 november 09:00" in client.get("/postvak/", HTTP_ACCEPT_LANGUAGE="nl").content.decode()


def test_an_empty_mailbox_says_what_will_be_here(client) -> None:
    assert "Hier komen de mails" in client.get("/postvak/", HTTP_ACCEPT_LANGUAGE="nl").content.decode()


def test_a_practice_has_no_such_page(client, settings) -> None:
    send()
    settings.DEMO = False
    assert client.get("/postvak/").status_code == 404


def test_it_is_only_read(client) -> None:
    assert client.post("/postvak/").status_code == 405
