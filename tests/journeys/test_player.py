"""The player of a practice in a real browser: it runs, waits, goes back, and is only text where there is no script."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.browser

Contexts = Callable[..., BrowserContext]


def opened(contexts: Contexts, people: dict[str, Any], **options: Any) -> Page:
    number = people["week"]
    page = contexts("noor", **options).new_page()
    page.goto(f"/week/{number}/doen/w{number:02}-oefening/?deur=1")
    return page


def test_it_runs_pauses_and_goes_back_by_keyboard(contexts: Contexts, people: dict[str, Any]) -> None:
    page = opened(contexts, people)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    first = page.locator(".player__steps li span").first.inner_text()
    expect(page.locator(".player__now")).to_have_text(first)
    page.locator("[data-do=go]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-do=go]")).to_have_text("Pauze")
    page.wait_for_function("document.querySelector('.player__track').value > 0")
    page.keyboard.press("Enter")
    expect(page.locator("[data-do=go]")).to_have_text("Ga door")
    page.locator("[data-do=next]").press("Enter")
    expect(page.locator(".player__now")).not_to_have_text(first)
    page.locator("[data-do=back]").press("Enter")
    expect(page.locator(".player__now")).to_have_text(first)
    assert errors == []


def test_it_waits_while_the_screen_is_off(contexts: Contexts, people: dict[str, Any]) -> None:
    page = opened(contexts, people)
    page.locator("[data-do=go]").click()
    page.evaluate("""() => {
        Object.defineProperty(document, "hidden", { value: true, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }""")

    expect(page.locator(".player__said")).to_contain_text("Je was even weg")
    expect(page.locator("[data-do=go]")).to_have_text("Ga door")


def test_it_comes_to_an_end_and_asks_for_nothing(contexts: Contexts, people: dict[str, Any]) -> None:
    page = opened(contexts, people)
    page.evaluate("for (const step of document.querySelectorAll('.player__steps li')) step.dataset.seconds = 0")
    page.locator("[data-do=go]").click()
    for _ in range(page.locator(".player__steps li").count()):
        page.locator("[data-do=next]").click()

    expect(page.locator("[data-do=go]")).to_have_text("Ga door")
    expect(page.get_by_role("button", name="Dit heb ik gedaan")).to_be_visible()


def test_without_script_it_is_a_text_with_its_times(contexts: Contexts, people: dict[str, Any]) -> None:
    page = opened(contexts, people, java_script_enabled=False)

    expect(page.locator(".player__front")).to_be_hidden()
    expect(page.locator(".player__steps li").first).to_be_visible()
