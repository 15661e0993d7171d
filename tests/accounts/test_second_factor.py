"""Who works here uses a second factor in this very session, or gets nowhere."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.template.loader import get_template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from accounts import urls as accounts_urls
from accounts.middleware import OPEN_TO_STAFF
from tests import people
from tests.accounts.signing import CONFIRM, LOGIN, app_code, code_of, factors, log_in, proved, with_app

pytestmark = pytest.mark.django_db

AUTHENTICATE, SET_UP, AGAIN, TRUST = "/account/2fa/authenticate/", "/account/2fa/", "/account/2fa/reauthenticate/", "/account/2fa/trust/"
STAFF_PAGES = ["/beheer/", "/account/", "/account/sessions/", "/account/address/"]


@pytest.mark.parametrize("page", STAFF_PAGES)
def test_staff_without_any_factor_is_sent_to_set_one_up(client: Client, page: str) -> None:
    log_in(client, people.coach())
    answer = client.get(page)
    assert (answer.status_code, answer["Location"]) == (302, SET_UP)


@pytest.mark.parametrize("page", STAFF_PAGES)
def test_staff_whose_session_used_none_is_asked_for_it(client: Client, page: str) -> None:
    marit = with_app(people.coach())
    client.force_login(marit)
    answer = client.get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith(AGAIN)
    assert client.post(page).status_code == 302


def test_staff_without_a_second_factor_reaches_only_what_is_listed(client: Client) -> None:
    """Every address without arguments, whoever added it."""
    marit = with_app(people.coach())
    client.force_login(marit)
    reached = set()
    for name, route, view in addresses(get_resolver().url_patterns):
        path = "/" + route.replace("^", "").replace("$", "")
        if "<" in route or "(" in route or not getattr(view, "login_required", True) or resolve(path).func is not view:
            continue
        client.force_login(marit)
        answer = client.get(path)
        if answer.status_code not in {404, 405} and not answer.headers.get("Location", "").startswith(AGAIN):
            reached.add(name)
    assert len(reached) >= 3
    assert reached <= OPEN_TO_STAFF


def addresses(patterns, prefix: str = "") -> Iterator[tuple[str | None, str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield pattern.name, prefix + str(pattern.pattern), pattern.callback


def test_a_code_by_mail_and_one_of_the_app_let_staff_in(client: Client) -> None:
    marit = with_app(people.coach())
    assert log_in(client, marit)["Location"] == AUTHENTICATE
    assert "_auth_user_id" not in client.session, "not before the second factor"
    assert client.get(AUTHENTICATE).status_code == 200
    assert client.post(AUTHENTICATE, {"code": app_code()})["Location"] == TRUST
    client.post(TRUST, {"action": "skip"})
    assert client.get("/account/").status_code == 200


def test_a_wrong_code_of_the_app_does_not(client: Client) -> None:
    log_in(client, with_app(people.coach()))
    client.post(AUTHENTICATE, {"code": "000000"})
    client.get(TRUST)
    client.post(TRUST, {"action": "trust"})
    assert "_auth_user_id" not in client.session


def test_five_wrong_codes_of_the_app_close_it_for_a_while(client: Client) -> None:
    log_in(client, with_app(people.coach()))
    for _ in range(5):
        client.post(AUTHENTICATE, {"code": "000000"})
    client.post(AUTHENTICATE, {"code": app_code()})
    assert "_auth_user_id" not in client.session


def test_a_trusted_device_is_asked_for_the_mailed_code_only(client: Client) -> None:
    marit = with_app(people.coach())
    log_in(client, marit)
    client.post(AUTHENTICATE, {"code": app_code()})
    client.post(TRUST, {"action": "trust"})
    assert client.cookies["portal-trusted"]["max-age"] == 30 * 24 * 3600
    assert client.cookies["portal-trusted"]["httponly"]
    client.post("/account/logout/")
    log_in(client, marit)
    assert client.get("/account/").status_code == 200


def test_trust_is_of_one_person_only() -> None:
    marit, els = with_app(people.coach()), with_app(people.office())
    client = Client()
    log_in(client, marit)
    client.post(AUTHENTICATE, {"code": app_code()})
    client.post(TRUST, {"action": "trust"})
    client.post("/account/logout/")
    assert log_in(client, els)["Location"] == AUTHENTICATE


def test_setting_up_the_app_opens_the_rest_and_gives_recovery_codes(client: Client) -> None:
    marit = people.coach()
    log_in(client, marit)
    page = client.get("/account/2fa/app/")
    assert page.status_code == 200
    secret = page.context["form"].secret
    answer = client.post("/account/2fa/app/", {"code": app_code(secret)})
    assert answer["Location"] == "/account/2fa/recovery-codes/"
    assert client.get(answer["Location"]).status_code == 200
    assert client.get("/account/").status_code == 200
    assert factors(marit) == {"totp", "recovery_codes"}


def test_a_recovery_code_works_once(client: Client) -> None:
    marit = with_app(people.coach())
    log_in(client, marit)
    client.post(AUTHENTICATE, {"code": app_code()})
    client.post(TRUST, {"action": "skip"})
    client.post("/account/2fa/recovery-codes/new/")
    spare = Authenticator.objects.get(user=marit, type="recovery_codes").wrap().get_unused_codes()[0]
    for works in (True, False):
        browser = Client()
        log_in(browser, marit)
        browser.post(AUTHENTICATE, {"code": spare})
        browser.post(TRUST, {"action": "skip"})
        assert ("_auth_user_id" in browser.session) is works


def test_staff_keeps_one_factor(client: Client) -> None:
    marit = with_app(people.coach())
    client.force_login(marit)
    proved(client, marit)
    answer = client.post("/account/2fa/app/remove/")
    assert answer.status_code == 200
    assert factors(marit) == {"totp"}


def test_a_client_may_stop_using_an_app(client: Client) -> None:
    noor = with_app(people.client())
    client.force_login(noor)
    proved(client, noor)
    client.post("/account/2fa/app/remove/")
    assert factors(noor) == set()


def test_a_client_with_an_app_is_asked_for_it_and_one_with_a_passkey_is_not() -> None:
    noor, bram = with_app(people.client()), people.client("Bram Smit")
    Authenticator.objects.create(user=bram, type=Authenticator.Type.WEBAUTHN, data={"name": "telefoon", "credential": {}})
    assert log_in(Client(), noor)["Location"] == AUTHENTICATE
    browser = Client()
    assert log_in(browser, bram)["Location"] == "/"
    assert browser.session["_auth_user_id"] == str(bram.pk)


def test_a_client_needs_no_second_factor(client: Client) -> None:
    log_in(client, people.client())
    assert client.get("/account/").status_code == 200


def test_the_back_office_is_not_there_for_a_client(client: Client) -> None:
    client.force_login(people.client())
    for path in ("/beheer/", "/beheer/snippets/", "/beheer/users/"):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/beheer/login/", "/beheer/password_reset/", "/beheer/password_reset/done/", "/beheer/password_reset/confirm/x/y/"]
)
def test_wagtails_own_doors_are_shut(path: str) -> None:
    """A raw POST with a right password, past CSRF: nobody gets in, and nothing is mailed."""
    marit = with_app(people.coach())
    marit.set_password("een wachtwoord dat klopt")
    marit.save(update_fields=["password"])
    browser = Client(enforce_csrf_checks=True)
    for answer in (
        browser.get(path),
        browser.post(path, {"username": marit.email, "email": marit.email, "password": "een wachtwoord dat klopt"}),
    ):
        assert (answer.status_code, answer["Location"]) == (302, LOGIN)
    assert "_auth_user_id" not in browser.session


def test_leaving_the_back_office_logs_out_of_ours(client: Client) -> None:
    marit = with_app(people.coach())
    client.force_login(marit)
    assert client.post("/beheer/logout/")["Location"] == LOGIN
    assert "_auth_user_id" not in client.session


def test_a_password_opens_nothing(client: Client) -> None:
    marit = people.coach()
    marit.set_password("een wachtwoord dat klopt")
    marit.save(update_fields=["password"])
    client.post(LOGIN, {"email": marit.email, "login": marit.email, "password": "een wachtwoord dat klopt"})
    client.post(CONFIRM, {"password": "een wachtwoord dat klopt"})
    assert "_auth_user_id" not in client.session
    assert code_of(marit)


def test_every_page_of_accounts_is_ours() -> None:
    """allauth brings templates along; each that an address of ours can show must be one of this house."""
    ours = str(settings.BASE_DIR / "templates")
    names = [getattr(getattr(pattern.callback, "view_class", None), "template_name", None) for pattern in accounts_urls.urlpatterns]
    for name in [name for name in names if name]:
        assert str(get_template(name).origin.name).startswith(ours), name
