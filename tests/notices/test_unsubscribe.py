"""Switching a kind of mail off from the mail itself, without signing in."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from notices import outbox
from notices.delivery import deliver_batch
from notices.models import Muted, Notice
from notices.switches import SIGNER, mute, unmute, unsubscribe_url
from tests import people
from tests.people import NOW

pytestmark = pytest.mark.django_db


def post(who, kind: str = "answer-arrived") -> Notice:
    outbox.post(recipient=who, kind=kind, key=kind, now=NOW)
    return Notice.objects.get(recipient=who, kind=kind)


def address(notice: Notice) -> str:
    return unsubscribe_url(notice).removeprefix("http://localhost:8000")


def test_looking_changes_nothing_whoever_looks_and_however_often(client) -> None:
    notice = post(people.client())
    for _ in range(3):
        page = client.get(address(notice))
        assert page.status_code == client.head(address(notice)).status_code == 200
    assert b"<button" in page.content
    assert not Muted.objects.exists()


def test_one_click_from_a_mail_program_switches_off() -> None:
    """RFC 8058: a bare POST, no session, no token of ours but the address."""
    notice = post(people.client())
    answer = Client(enforce_csrf_checks=True).post(address(notice), {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.cookies) == (200, {})
    assert Muted.objects.get().kind == "answer-arrived"
    deliver_batch(NOW)
    notice.refresh_from_db()
    assert (notice.dropped_why, mail.outbox) == ("muted", [])


def test_twice_is_once(client) -> None:
    notice = post(people.client())
    client.post(address(notice))
    assert client.post(address(notice)).status_code == 200
    assert Muted.objects.count() == 1


def test_only_that_kind_and_that_person(client) -> None:
    who, other = people.client(), people.client("Sam")
    client.post(address(post(who)))
    post(who, "invitation"), post(other)
    deliver_batch(NOW)
    assert sorted(message.to[0] for message in mail.outbox) == sorted([who.email, other.email])


def test_the_page_speaks_the_readers_language_and_names_no_one(client) -> None:
    notice = post(people.client("Noor Geheim", language="en"))
    page = client.get(address(notice), HTTP_ACCEPT_LANGUAGE="nl").content.decode()
    assert "No more of these mails?" in page
    assert 'lang="en"' in page
    assert "Noor" not in page
    assert notice.recipient.email not in page


def test_somebody_elses_session_switches_off_whose_mail_it_is(client) -> None:
    notice, other = post(people.client()), people.client("Sam")
    client.force_login(other)
    client.post(address(notice))
    assert Muted.objects.get().recipient == notice.recipient


@pytest.mark.parametrize("forge", ["not-ours", "", "altered", "another kind", "no switch", "nobody"])
def test_an_address_that_we_did_not_make_is_not_here(client, forge) -> None:
    who = people.client()
    good = SIGNER.sign_object([who.pk, "answer-arrived"])
    token = {
        "not-ours": "x:y",
        "": "-",
        "altered": good[:-1] + ("A" if good[-1] != "A" else "B"),
        "another kind": SIGNER.sign_object([who.pk, "of-old"]),
        "no switch": SIGNER.sign_object([who.pk, "login-code"]),
        "nobody": SIGNER.sign_object([10**9, "answer-arrived"]),
    }[forge]
    assert client.post(reverse("unsubscribe", args=[token])).status_code == 404
    assert not Muted.objects.exists()


def test_other_methods_are_refused(client) -> None:
    assert client.put(address(post(people.client()))).status_code == 405


def test_switching_on_again(client) -> None:
    who = people.client()
    mute(recipient=who, kind="answer-arrived")
    unmute(recipient=who, kind="answer-arrived")
    post(who)
    deliver_batch(NOW)
    assert len(mail.outbox) == 1


def test_a_kind_without_a_switch_cannot_be_switched() -> None:
    with pytest.raises(ValueError, match="login-code has no switch"):
        mute(recipient=people.client(), kind="login-code")
