"""Every page of the client and of the coach in a real browser: axe, 320 px, targets of 44 px, the keyboard, and no script at all."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import ROOT

pytestmark = pytest.mark.browser
AXE = (ROOT / "tests" / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FOUND = """async rules => { const found = await axe.run({runOnly: rules});
    return [found.passes.length, found.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 120)).join(' | '))] }"""
TOO_SMALL = """() => [...document.querySelectorAll('button, select, .button, .link, .tool, .nav a, a.line, summary, .choice, .footer a')]
    .filter(e => e.checkVisibility() && !e.closest('[aria-hidden=true]') && e.getBoundingClientRect().height < 43.5)
    .map(e => e.outerHTML.slice(0, 120))"""


def is_refusal(said: str) -> bool:
    return "Content Security Policy" in said and "Applying inline style" not in said


def faults(page: Page, address: str) -> list[str]:
    """What is wrong with one page, each fault with its address."""
    refused: list[str] = []
    # axe measures with styles of its own, which the policy refuses too.
    page.on("console", lambda message: refused.append(message.text) if is_refusal(message.text) else None)
    page.goto(address)
    said = [*refused]
    page.evaluate(AXE)
    passed, violations = page.evaluate(FOUND, RULES)
    assert passed > 15, "axe did not look at the page"
    said += [*violations, *(f"under 44 px: {found}" for found in page.evaluate(TOO_SMALL))]
    width = page.viewport_size["width"] if page.viewport_size else 0
    if page.evaluate("document.documentElement.scrollWidth") > width:
        said.append(f"scrolls sideways at {width} px")
    return [f"{address}: {fault}" for fault in said]


@pytest.mark.parametrize(("width", "theme"), [(320, "light"), (1280, "dark")])
def test_every_page_is_accessible(contexts: Any, people: dict[str, Any], width: int, theme: str) -> None:
    found: list[str] = []
    for name, addresses in people["pages"].items():
        page = contexts(name, viewport={"width": width, "height": 800}, color_scheme=theme).new_page()
        for address in addresses:
            found += faults(page, address)
    assert not found, "\n".join(found)


def test_the_editor_of_the_programme_is_accessible(contexts: Any) -> None:
    page = contexts("marit", viewport={"width": 1280, "height": 800}).new_page()
    for address in ("weken/", "weken/edit/1/", "oefeningen/edit/1/", "oefeningen/add/", "themas/edit/1/"):
        page.goto(f"/beheer/programma/{address}")
        page.evaluate(AXE)
        assert page.evaluate(FOUND, RULES)[1] == [], address


def test_the_help_card_is_accessible_and_closes_with_a_key(contexts: Any) -> None:
    page = contexts("noor", viewport={"width": 390, "height": 844}).new_page()
    page.goto("/vandaag/")
    page.get_by_role("button", name="Hulp nodig?").click()
    card = page.get_by_role("dialog", name="Hulp nodig?")
    expect(card.get_by_role("link", name="112", exact=True)).to_be_visible()
    page.evaluate(AXE)
    assert page.evaluate(FOUND, RULES)[1] == []
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_the_first_key_leads_past_the_menu(contexts: Any) -> None:
    page = contexts("noor").new_page()
    page.goto("/vandaag/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_text_twice_as_large_still_fits(contexts: Any, people: dict[str, Any]) -> None:
    page = contexts("noor", viewport={"width": 640, "height": 800}).new_page()
    for address in people["pages"]["noor"]:
        page.goto(address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, address


def test_without_any_script_one_writes_keeps_shares_and_takes_back(contexts: Any, people: dict[str, Any]) -> None:
    page = contexts("noor", java_script_enabled=False, viewport={"width": 320, "height": 700}).new_page()
    number = people["week"]
    page.goto(f"/week/{number}/oefening/w{number:02}-a/")
    page.locator("main input[type=text], main textarea").first.fill("Zonder script geschreven.")
    page.get_by_role("button", name="Bewaren voor mezelf").click()
    expect(page.get_by_text("alleen voor jou.").first).to_be_visible()
    expect(page.get_by_text("Zonder script geschreven.")).to_be_visible()
    page.get_by_role("button", name="Delen met Marit").click()
    # By day it says with whom, by night when it arrives: this portal's clock is the true one. Taken back it can be at any hour.
    page.get_by_role("button", name="Terughalen").click()
    expect(page.get_by_text("Teruggehaald.")).to_be_visible()


def test_a_session_that_ends_in_mid_sentence_costs_no_word(contexts: Any, people: dict[str, Any]) -> None:
    text = "Half elf 's avonds, en net toen ik dit opschreef was mijn sessie voorbij, maar de zin is er nog."
    context = contexts("noor")
    page = context.new_page()
    number = people["week"]
    page.goto(f"/week/{number}/oefening/w{number:02}-a/")
    page.locator("main input[type=text], main textarea").first.fill(text)
    kept = context.cookies()
    context.clear_cookies(name=people["name"])
    page.get_by_role("button", name="Bewaren voor mezelf").click()
    expect(page.get_by_role("heading", name="Je tekst is er nog")).to_be_visible()
    expect(page.get_by_label("Je tekst")).to_have_value(text)
    context.add_cookies([cookie for cookie in kept if cookie["name"] == people["name"]])
    page.get_by_role("button", name="Nog een keer sturen").click()
    expect(page.get_by_text(text)).to_be_visible()
    expect(page.get_by_text("alleen voor jou.").first).to_be_visible()
