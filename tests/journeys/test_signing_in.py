"""Signing in, in a real browser: by mailed code, by passkey, and staff with a second factor. Nothing breaks the content policy."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser import ROOT, Portal

pytestmark = pytest.mark.browser
AXE = (ROOT / "tests" / "vendor" / "axe.min.js").read_text()
KEY = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}


@pytest.fixture
def refusals(page: Page) -> Iterator[list[str]]:
    """What the browser refused or could not run while the test went on."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield said
    # axe measures with styles of its own, which the policy refuses too.
    assert not [line for line in said if "Applying inline style" not in line]


@pytest.fixture
def key(page: Page) -> CDPSession:
    """A phone or laptop that makes passkeys and always finds the right finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY | {"automaticPresenceSimulation": True}})
    return session


def accessible(page: Page) -> None:
    # Through the browser's own door, past the policy that lets no script stand in a page.
    page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n => n.target).join(' '))")
    assert found == [], page.url
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url
    page.set_viewport_size({"width": 1280, "height": 800})


def code_for(page: Page, email: str) -> str:
    """The code in the newest mail to somebody, read in another tab as people do."""
    tab = page.context.new_page()
    for _ in range(50):
        tab.goto("/postvak/")
        mail = tab.locator("details", has_text=email).first
        found = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", mail.text_content() or "") if mail.count() else None
        if found:
            tab.close()
            return found.group()
        tab.wait_for_timeout(100)
    raise AssertionError("no code came")


def log_in(page: Page, email: str) -> None:
    page.goto("/account/login/")
    accessible(page)
    page.get_by_label("Je e-mailadres").fill(email)
    page.get_by_role("button", name="Mail me een code").click()
    expect(page.get_by_role("heading", name="Je code")).to_be_visible()
    accessible(page)
    page.get_by_label("Je code").fill(code_for(page, email).lower())
    page.get_by_label("Dit is mijn eigen toestel").check()
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("heading", name="Je code")).to_be_hidden()


def add_passkey(page: Page) -> None:
    page.goto("/account/passkeys/add/")
    accessible(page)
    page.get_by_label("Een naam om hem aan te herkennen").fill("Mijn telefoon")
    page.get_by_role("button", name="Voeg een passkey toe").click()
    expect(page.get_by_text("De passkey is toegevoegd.")).to_be_visible()


def log_out(page: Page) -> None:
    page.goto("/account/logout/")
    accessible(page)
    page.locator("main").get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_role("heading", name="Inloggen")).to_be_visible()


def log_in_with_passkey(page: Page) -> None:
    page.goto("/account/login/")
    page.get_by_role("button", name="Log in met een passkey").click()
    page.wait_for_url(lambda url: "/account/login" not in url)


def test_a_client_comes_in_by_code_and_afterwards_by_passkey(page: Page, portal: Portal, key: CDPSession, refusals: list[str]) -> None:
    email = "ties-sleutel@example.nl"
    portal.manage("person", email, "--name", "Ties Mol")
    log_in(page, email)
    for path in ("/account/", "/account/2fa/", "/account/sessions/", "/account/address/", "/account/passkeys/", "/account/2fa/app/"):
        page.goto(path)
        accessible(page)
    add_passkey(page)
    expect(page.get_by_text("Mijn telefoon").first).to_be_visible()
    log_out(page)
    log_in_with_passkey(page)
    page.goto("/account/")
    expect(page.get_by_text(email)).to_be_visible()


def test_staff_gets_nowhere_without_a_second_factor_and_everywhere_with_it(
    page: Page, portal: Portal, key: CDPSession, refusals: list[str]
) -> None:
    email = "marit-sleutel@example.nl"
    portal.manage("person", email, "--name", "Marit Mol", "--coach")
    log_in(page, email)
    for path in ("/praktijk/", "/beheer/", "/account/"):
        page.goto(path)
        expect(page.get_by_role("heading", name="Tweede stap")).to_be_visible()
    add_passkey(page)
    expect(page.get_by_role("heading", name="Herstelcodes")).to_be_visible()
    accessible(page)
    page.goto("/account/")
    expect(page.get_by_text(email)).to_be_visible()
    log_out(page)
    log_in_with_passkey(page)
    page.goto("/account/sessions/")
    expect(page.get_by_text("Dit toestel")).to_be_visible()


def test_after_the_mailed_code_staff_uses_the_passkey_and_may_trust_the_device(page: Page, portal: Portal, key: CDPSession) -> None:
    email = "els-sleutel@example.nl"
    portal.manage("person", email, "--name", "Els Mol", "--office")
    log_in(page, email)
    add_passkey(page)
    log_out(page)
    page.wait_for_timeout(0)
    portal.manage("shell", "-c", "from django.core.cache import cache; cache.clear()")
    log_in(page, email)
    expect(page.get_by_role("heading", name="Nog één stap")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Gebruik een passkey").click()
    expect(page.get_by_role("heading", name="Is dit je eigen toestel?")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Vertrouw het dertig dagen").click()
    page.goto("/account/")
    expect(page.get_by_text(email)).to_be_visible()
