"""Logging in with a mailed code."""

import re
import statistics
import time
from functools import partial

import pytest
from django.test import Client

from accounts import address, codes, sign_in
from notices.models import Notice
from tests import people
from tests.accounts.signing import CONFIRM, LOGIN, code_of, log_in

pytestmark = pytest.mark.django_db


def test_a_mailed_code_lets_its_person_in(client: Client) -> None:
    noor = people.client()
    answer = client.post(LOGIN, {"email": noor.email.upper()})
    assert (answer.status_code, answer["Location"]) == (302, CONFIRM)
    answer = client.post(CONFIRM, {"code": code_of(noor).lower().replace("-", " ")})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(noor.pk)


def test_a_code_is_two_groups_of_four_that_cannot_be_misread() -> None:
    made = {codes.new_code() for _ in range(300)}
    assert len(made) == 300
    assert all(re.fullmatch(r"[CDFGHJKMNPQRTVWX34679]{4}-[CDFGHJKMNPQRTVWX34679]{4}", code) for code in made)


def test_the_code_stands_nowhere_but_sealed_in_the_outbox(client: Client) -> None:
    noor = people.client()
    client.post(LOGIN, {"email": noor.email})
    code = code_of(noor)
    kept = str(dict(client.session.items()))
    assert code not in kept
    assert code.replace("-", "") not in kept
    notice = Notice.objects.get(recipient=noor)
    assert code.encode() not in bytes(notice.sealed or b"")
    assert code not in f"{notice.key}{notice.about}"
    assert (notice.expires_at - notice.created_at).total_seconds() == 15 * 60


def test_known_and_unknown_addresses_get_the_same_answer() -> None:
    noor = people.client()
    answers = []
    for email in (noor.email, "nobody-123456@example.nl"):
        browser = Client()
        first = browser.post(LOGIN, {"email": email})
        page = browser.get(first["Location"])
        text = re.sub(r'value="[A-Za-z0-9]{64}"', "", page.content.decode()).replace(email, "E")
        answers.append((first.status_code, first["Location"], page.status_code, text, sorted(browser.cookies)))
    assert answers[0] == answers[1]
    assert Notice.objects.count() == 1


def test_no_code_is_right_for_an_unknown_address(client: Client) -> None:
    client.post(LOGIN, {"email": "nobody@example.nl"})
    for typed in ("", "None", "CDFG-3467"):
        client.post(CONFIRM, {"code": typed})
    assert "_auth_user_id" not in client.session


def test_the_answer_takes_as_long_for_a_known_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in, "FLOOR", 0.15)
    known = [people.client() for _ in range(6)]

    def seconds(email: str) -> float:
        began = time.monotonic()
        Client().post(LOGIN, {"email": email})
        return time.monotonic() - began

    seconds("warm@example.nl")
    of_known = statistics.median(seconds(user.email) for user in known)
    of_unknown = statistics.median(seconds(f"nobody-{number}@example.nl") for number in range(6))
    assert min(of_known, of_unknown) >= 0.15
    assert abs(of_known - of_unknown) < 0.01


def test_the_sixth_try_is_dead_even_if_right(client: Client) -> None:
    noor = people.client()
    client.post(LOGIN, {"email": noor.email})
    code = code_of(noor)
    for _ in range(5):
        client.post(CONFIRM, {"code": "CCCC-CCCC"})
    client.post(CONFIRM, {"code": code})
    assert "_auth_user_id" not in client.session


def test_the_fifth_try_still_counts(client: Client) -> None:
    noor = people.client()
    client.post(LOGIN, {"email": noor.email})
    for _ in range(4):
        client.post(CONFIRM, {"code": "CCCC-CCCC"})
    client.post(CONFIRM, {"code": code_of(noor)})
    assert client.session["_auth_user_id"] == str(noor.pk)


def test_wrong_codes_count_for_the_address_over_all_sessions() -> None:
    noor = people.client()
    browsers = [Client(REMOTE_ADDR=f"10.0.0.{number}") for number in range(6)]
    moments = iter([time.time() + 61 * number for number in range(6)])
    for number, browser in enumerate(browsers):
        with pytest.MonkeyPatch.context() as patch:
            now = next(moments)
            patch.setattr(time, "time", partial(float, now))
            browser.post(LOGIN, {"email": noor.email})
            code = code_of(noor)
            for _ in range(4):
                browser.post(CONFIRM, {"code": "CCCC-CCCC"}, headers={"x-forwarded-for": f"8.8.8.{number}"})
    browsers[-1].post(CONFIRM, {"code": code})
    assert "_auth_user_id" not in browsers[-1].session


def test_a_code_is_dead_after_fifteen_minutes(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    noor = people.client()
    client.post(LOGIN, {"email": noor.email})
    code, now = code_of(noor), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 15 * 60 + 1)
    client.post(CONFIRM, {"code": code})
    assert "_auth_user_id" not in client.session


def test_a_code_works_once() -> None:
    noor = people.client()
    first = Client()
    first.post(LOGIN, {"email": noor.email})
    code = code_of(noor)
    first.post(CONFIRM, {"code": code})
    first.post("/account/logout/")
    first.post(CONFIRM, {"code": code})
    assert "_auth_user_id" not in first.session


def test_a_code_works_only_in_the_browser_that_asked_for_it() -> None:
    noor, other = people.client(), Client()
    Client().post(LOGIN, {"email": noor.email})
    other.post(LOGIN, {"email": "nobody@example.nl"})
    other.post(CONFIRM, {"code": code_of(noor)})
    assert "_auth_user_id" not in other.session


def test_a_new_code_can_be_sent_after_a_minute_and_replaces_the_first(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    noor = people.client()
    client.post(LOGIN, {"email": noor.email})
    first, now = code_of(noor), time.time()
    client.post(CONFIRM, {"action": "resend"})
    assert code_of(noor) == first, "not within a minute"
    monkeypatch.setattr(time, "time", lambda: now + 61)
    client.post(CONFIRM, {"action": "resend"})
    second = code_of(noor)
    assert second != first
    assert Notice.objects.waiting().of(noor).count() == 1
    client.post(CONFIRM, {"code": first})
    assert "_auth_user_id" not in client.session
    client.post(CONFIRM, {"code": second})
    assert client.session["_auth_user_id"] == str(noor.pk)


def test_a_new_code_lives_its_own_fifteen_minutes(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    noor = people.client()
    client.post(LOGIN, {"email": noor.email})
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 14 * 60)
    client.post(CONFIRM, {"action": "resend"})
    code = code_of(noor)
    monkeypatch.setattr(time, "time", lambda: now + 25 * 60)
    client.post(CONFIRM, {"code": code})
    assert client.session["_auth_user_id"] == str(noor.pk)


def test_the_page_survives_leaving_it(client: Client) -> None:
    noor = people.client()
    client.post(LOGIN, {"email": noor.email})
    client.get("/hulp/")
    assert client.get(LOGIN)["Location"] == CONFIRM
    assert "CCCC" not in client.get(CONFIRM).content.decode()
    client.post(CONFIRM, {"code": code_of(noor)})
    assert client.session["_auth_user_id"] == str(noor.pk)


def test_a_mistyped_address_can_be_left(client: Client) -> None:
    client.post(LOGIN, {"email": "tyop@example.nl"})
    assert client.post("/account/logout/", {"next": LOGIN})["Location"] == LOGIN
    assert client.get(LOGIN).status_code == 200


def test_a_hundred_requests_for_one_address_send_one_mail() -> None:
    noor = people.client()
    for number in range(100):
        Client(REMOTE_ADDR=f"10.1.{number}.1").post(LOGIN, {"email": noor.email})
    assert Notice.objects.of(noor).count() == 1


def test_one_sender_is_limited_whatever_the_addresses() -> None:
    statuses = [Client(REMOTE_ADDR="10.9.9.9").post(LOGIN, {"email": f"a{number}@example.nl"}).status_code for number in range(40)]
    assert statuses.count(302) == 30


def test_somebody_who_left_gets_no_code(client: Client) -> None:
    gone = people.client(is_active=False)
    client.post(LOGIN, {"email": gone.email})
    assert not Notice.objects.exists()


def test_a_device_of_ones_own_keeps_its_cookie_and_another_does_not() -> None:
    noor, bram = people.client(), people.client("Bram Smit")
    own, borrowed = Client(), Client()
    log_in(own, noor, own_device=True)
    log_in(borrowed, bram)
    assert own.session.get_expire_at_browser_close() is False
    assert own.cookies["portal"]["max-age"] == 30 * 24 * 3600
    assert borrowed.cookies["portal"]["max-age"] == ""


def test_the_session_gets_another_key_at_login(client: Client) -> None:
    noor = people.client()
    client.post(LOGIN, {"email": noor.email})
    before = client.session.session_key
    client.post(CONFIRM, {"code": code_of(noor)})
    assert client.session.session_key != before


@pytest.mark.parametrize("there", ["//evil.com", "https://evil.com", "/\\evil.com", "javascript:alert(1)", "https:evil.com", "///evil.com"])
def test_nobody_is_sent_to_another_site_after_logging_in(client: Client, there: str) -> None:
    answer = log_in(client, people.client(), next_=there)
    assert answer["Location"] == "/"


def test_there_is_no_password_anywhere(client: Client) -> None:
    assert 'type="password"' not in client.get(LOGIN).content.decode()
    for path in ("password/reset/", "password/change/", "password/set/", "signup/", "email/", "confirm-email/"):
        assert client.get(f"/account/{path}").status_code == 404
        assert client.post(f"/account/{path}", {"email": "a@b.nl", "password1": "x", "password2": "x"}).status_code in {403, 404}


def test_a_get_changes_nothing(client: Client) -> None:
    noor = people.client()
    client.post(LOGIN, {"email": noor.email})
    code = code_of(noor)
    for _ in range(5):
        client.get(f"{CONFIRM}?code={code}&action=resend")
        client.head(f"{CONFIRM}?code={code}")
    assert "_auth_user_id" not in client.session
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("sent", [{"action": "verify"}, {"action": "resend"}])
def test_a_code_sent_to_an_address_that_somebody_had_before_lets_nobody_in(client: Client, sent: dict[str, str]) -> None:
    noor = people.client()
    client.post(LOGIN, {"email": noor.email})
    code = code_of(noor)
    assert address.take(noor, "noor-elsewhere@example.nl")
    answer = client.post(CONFIRM, {"code": code, **sent})
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/code/")
    assert "_auth_user_id" not in client.session
    assert Notice.objects.filter(recipient=noor, kind="login-code").count() == 1
