"""The quick way out, in a real browser: it takes the place of the page, so that "back" does not return to it."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.browser import Portal

pytestmark = pytest.mark.browser

SOMEWHERE_ELSE = "nl.wikipedia.org"


def elsewhere(route: Route) -> None:
    """Plays the other site: a test reaches this machine only."""
    route.fulfill(status=200, content_type="text/html", body="<title>Elders</title><h1>Elders</h1>")


def is_elsewhere(url: str) -> bool:
    return urlsplit(url).hostname == SOMEWHERE_ELSE


def visitor(chromium: Browser, portal: Portal, **options: object) -> Page:
    context = chromium.new_context(base_url=portal.url, locale="nl-NL", timezone_id="Europe/Amsterdam", **options)  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    context.route(is_elsewhere, elsewhere)
    return context.new_page()


@pytest.fixture
def page(chromium: Browser, portal: Portal) -> Iterator[Page]:
    page = visitor(chromium, portal)
    yield page
    page.context.close()


@pytest.mark.parametrize("address", ["/hulp/", "/nu-even/", "/account/login/"])
def test_it_stands_at_the_top_of_public_pages_and_replaces_the_page(page: Page, address: str) -> None:
    page.goto("/healthz")
    page.goto(address)
    before = page.evaluate("history.length")
    page.locator(".masthead").get_by_role("link", name="Snel weg").click()
    expect(page).to_have_title("Elders")
    assert page.evaluate("history.length") == before
    page.go_back()
    assert urlsplit(page.url).path == "/healthz"


def test_the_other_site_learns_nothing_of_where_somebody_came_from(page: Page) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if is_elsewhere(request.url) else None)
    page.goto("/nu-even/")
    page.locator(".masthead").get_by_role("link", name="Snel weg").click()
    expect(page).to_have_title("Elders")
    assert "referer" not in asked[0].all_headers()
    assert "?" not in asked[0].url


def test_escape_twice_leaves_and_once_does_not(page: Page) -> None:
    page.goto("/nu-even/")
    page.keyboard.press("Escape")
    page.wait_for_timeout(1200)
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert not is_elsewhere(page.url)
    page.wait_for_timeout(1000)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page).to_have_title("Elders")


def test_inside_the_help_card_it_works_too(page: Page) -> None:
    page.goto("/nu-even/")
    page.get_by_role("button", name="Hulp nodig?").click()
    before = page.evaluate("history.length")
    page.get_by_role("dialog").get_by_role("link", name="Snel weg").click()
    expect(page).to_have_title("Elders")
    assert page.evaluate("history.length") == before


def test_without_scripts_it_is_a_plain_link(chromium: Browser, portal: Portal) -> None:
    page = visitor(chromium, portal, java_script_enabled=False)
    page.goto("/hulp/")
    page.locator(".masthead").get_by_role("link", name="Snel weg").click()
    expect(page).to_have_title("Elders")
    page.context.close()


def test_the_masthead_is_one_line_on_the_smallest_screen(chromium: Browser, portal: Portal) -> None:
    page = visitor(chromium, portal, viewport={"width": 320, "height": 700})
    for address in ("/hulp/", "/nu-even/", "/account/login/"):
        page.goto(address)
        tops = page.locator(".masthead__tools > *").evaluate_all("all => all.map(one => Math.round(one.getBoundingClientRect().top))")
        assert len(set(tops)) == 1
        assert len(tops) == 3
        assert page.locator(".masthead").evaluate("one => one.offsetHeight") < 70
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.context.close()


def test_three_taps_change_the_landing_and_nothing_is_sent(chromium: Browser, portal: Portal) -> None:
    for scripts in (True, False):
        page = visitor(chromium, portal, java_script_enabled=scripts, viewport={"width": 390, "height": 844})
        page.goto("/nu-even/")
        page.wait_for_load_state("networkidle")
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        address = page.url
        expect(page.get_by_role("heading", name="Landen, negentig seconden")).to_be_visible()
        page.get_by_label("Heel hoog").check(force=True)
        expect(page.get_by_role("heading", name="Trager en zwaarder")).to_be_visible()
        expect(page.get_by_role("heading", name="Landen, negentig seconden")).to_be_hidden()
        page.get_by_label("Weg", exact=True).check(force=True)
        expect(page.get_by_role("heading", name="Een klein beetje meer")).to_be_visible()
        expect(page.get_by_role("heading", name="Trager en zwaarder")).to_be_hidden()
        page.get_by_label("Bevriezen").check(force=True)
        expect(page.get_by_text("Bevriezen is vaak wachten")).to_be_visible()
        expect(page.get_by_text("Naar voren wil vaak")).to_be_hidden()
        page.get_by_label("Schrijven en niet versturen").fill("Dit gaat nergens heen.")
        assert (asked, page.url) == ([], address)
        page.reload()
        assert page.get_by_label("Schrijven en niet versturen").input_value() == ""
        assert not page.get_by_label("Bevriezen").is_checked()
        page.context.close()
