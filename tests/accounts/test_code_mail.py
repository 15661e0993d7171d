"""The mail with the code: sealed in the outbox, sent by the web process itself, and then gone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connections
from django.test import Client

from accounts.vault import NotReadable, open_texts
from notices import account_mail
from notices.delivery import deliver_one
from notices.models import Notice
from tests import people
from tests.accounts.signing import LOGIN, code_of
from tests.people import NOW

pytestmark = pytest.mark.django_db


class AtOnce:
    """The senders of a test: they send before the answer, on the test's own connection."""

    def submit(self, send: Callable[..., None], *args: Any) -> None:
        send(*args)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    monkeypatch.setattr(account_mail, "SENDERS", AtOnce())
    monkeypatch.setattr(type(connections), "close_all", lambda self: None)
    monkeypatch.setattr("notices.tasks.deliver_due.apply_async", dead_broker)


def dead_broker(*args: object, **kwargs: object) -> None:
    raise ConnectionError("no broker, no worker")


@pytest.mark.usefixtures("at_once")
def test_no_worker_and_no_broker_lock_nobody_out(client: Client, django_capture_on_commit_callbacks) -> None:
    noor = people.client()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(LOGIN, {"email": noor.email})
    notice = Notice.objects.get(recipient=noor)
    assert (notice.sealed, notice.sent_at is not None) == (None, True)
    (message,) = mail.outbox
    assert message.to == [noor.email]
    typed = next(word for word in message.body.split() if len(word) == 9 and word[4] == "-")
    assert typed not in message.subject
    client.post("/account/login/code/confirm/", {"code": typed})
    assert client.session["_auth_user_id"] == str(noor.pk)


@pytest.mark.usefixtures("at_once")
def test_a_carrier_that_is_away_changes_nothing_in_the_answer(client: Client, monkeypatch, django_capture_on_commit_callbacks) -> None:
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", dead_broker)
    noor = people.client()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(LOGIN, {"email": noor.email}).status_code == 302
    assert Notice.objects.waiting().of(noor).exists(), "the sweep tries again"


def test_a_code_that_is_too_old_is_not_sent_and_is_wiped(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    noor = people.client()
    account_mail.send_code(user=noor, code="CDFG-3467", now=NOW)
    notice = Notice.objects.get(recipient=noor)
    assert not deliver_one(notice.pk, NOW + timedelta(minutes=15))
    notice.refresh_from_db()
    assert (notice.sealed, notice.dropped_why, mail.outbox) == (None, "expired", [])


def test_a_newer_code_wipes_the_older() -> None:
    noor = people.client()
    account_mail.send_code(user=noor, code="CDFG-3467", now=NOW)
    account_mail.send_code(user=noor, code="HJKM-4679", now=NOW + timedelta(minutes=2))
    older, newer = Notice.objects.of(noor).order_by("pk")
    assert (older.sealed, older.dropped_why) == (None, "newer")
    assert newer.sealed
    assert code_of(noor) == "HJKM-4679"


def test_nobody_else_opens_it() -> None:
    noor = people.client()
    account_mail.send_code(user=noor, code="CDFG-3467", now=NOW)
    for other in (people.coach(), people.office(), people.client("Bram Smit")):
        with pytest.raises(NotReadable):
            open_texts(other, [Notice.objects.get(recipient=noor)], "test", NOW)


def test_a_new_way_to_sign_in_is_told_to_its_person(client: Client) -> None:
    noor = people.client()
    account_mail.tell_of_change(user=noor, now=NOW)
    account_mail.tell_of_change(user=noor, now=NOW + timedelta(seconds=5))
    assert Notice.objects.of(noor).filter(kind="sign-in-changed").count() == 1
