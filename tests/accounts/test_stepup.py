"""Proving once more who is there."""

import time

import pytest
from django.test import Client

from tests import people
from tests.accounts.signing import app_code, code_of, log_in, proved, with_app

pytestmark = pytest.mark.django_db
PAGE, BY_CODE, BY_APP = "/account/address/", "/account/reauthenticate/", "/account/2fa/reauthenticate/"


def test_who_just_logged_in_is_not_asked_again(client: Client) -> None:
    log_in(client, people.client())
    assert client.get(PAGE).status_code == 200


def test_after_a_quarter_of_an_hour_a_client_proves_it_with_a_mailed_code(client: Client) -> None:
    noor = people.client()
    client.force_login(noor)
    proved(client, noor, "code", ago=15 * 60 + 1)
    answer = client.get(PAGE)
    assert answer["Location"] == f"{BY_CODE}?next=%2Faccount%2Faddress%2F"
    assert client.get(answer["Location"]).status_code == 200
    client.post(answer["Location"], {"send": "", "next": PAGE})
    assert client.post(BY_CODE, {"code": code_of(noor), "next": PAGE})["Location"] == PAGE
    assert client.get(PAGE).status_code == 200


def test_five_wrong_codes_use_it_up(client: Client) -> None:
    noor = people.client()
    client.force_login(noor)
    client.post(BY_CODE, {"send": ""})
    code = code_of(noor)
    for _ in range(5):
        assert client.post(BY_CODE, {"code": "CCCC-CCCC"}).status_code == 200
    client.post(BY_CODE, {"code": code})
    assert client.get(PAGE).status_code == 302


def test_no_code_is_right_when_none_was_sent(client: Client) -> None:
    client.force_login(people.client())
    for typed in ("", "None", "CCCC-CCCC"):
        client.post(BY_CODE, {"code": typed})
    assert client.get(PAGE).status_code == 302


def test_a_code_counts_for_fifteen_minutes(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    noor = people.client()
    client.force_login(noor)
    client.post(BY_CODE, {"send": ""})
    code, now = code_of(noor), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 15 * 60 + 1)
    client.post(BY_CODE, {"code": code})
    assert client.get(PAGE).status_code == 302


def test_staff_proves_it_with_the_second_factor_and_never_by_mail(client: Client) -> None:
    marit = with_app(people.coach())
    client.force_login(marit)
    proved(client, marit, ago=16 * 60)
    assert client.get(PAGE)["Location"].startswith(BY_APP)
    assert client.get(BY_CODE)["Location"].startswith(BY_APP)
    client.post(f"{BY_APP}?next={PAGE}", {"code": app_code()})
    assert client.get(PAGE).status_code == 200


def test_what_was_posted_too_late_is_not_kept(client: Client) -> None:
    noor = people.client()
    client.force_login(noor)
    client.post(PAGE, {"email": "geheim@example.nl"})
    assert "geheim" not in str(dict(client.session.items()))


@pytest.mark.parametrize("there", ["//evil.com", "https://evil.com", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site_afterwards(client: Client, there: str) -> None:
    noor = people.client()
    client.force_login(noor)
    client.post(BY_CODE, {"send": "", "next": there})
    assert client.post(BY_CODE, {"code": code_of(noor), "next": there})["Location"] == "/"
