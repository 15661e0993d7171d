"""What people do in a browser, each as one step: log in, look, press, type."""

import os
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys.practice import Practice, words_of

CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")
# Where pictures of each step go; none are taken when it is not set.
SHOTS = os.environ.get("JOURNEY_SHOTS", "")
MOST_TABS = 150


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"journey-{name}.png", full_page=True)


def main_of(page: Page) -> Locator:
    return page.locator("main")


def code_for(practice: Practice, email: str) -> str:
    """The login code in the newest mail to somebody."""

    def newest() -> str | None:
        found = [CODE.search(words_of(mail)) for mail in practice.mails(email)]
        return next((match.group() for match in reversed(found) if match), None)

    code: str = practice.waited(newest, f"login code for {email}", 30)
    return code


def log_in(page: Page, practice: Practice, email: str, *, own_device: bool = False) -> None:
    """By the mailed code; ends on the page that follows it. On one's own device one stays logged in for weeks."""
    page.goto("/")
    page.locator("input[name=login], input[name=email]").first.fill(email)
    main_of(page).locator("form").first.locator("button[type=submit]").click()
    expect(page.locator("input[name=code]")).to_be_visible()
    page.locator("input[name=code]").fill(code_for(practice, email))
    page.locator("input[name=own_device]").set_checked(own_device)
    page.locator("form", has=page.locator("input[name=code]")).locator("button[type=submit]").click()


def second_factor(page: Page, practice: Practice, email: str) -> None:
    """The code of the app, which in the demo is a page, read in another tab."""
    tab = page.context.new_page()
    tab.goto("/postvak/")
    code = re.search(r"\b\d{6}\b", tab.locator("li", has_text=email).inner_text())
    assert code, tab.locator("main").inner_text()
    tab.close()
    page.locator("input[name=code]").fill(code.group())
    page.locator("form", has=page.locator("input[name=code]")).locator("button[type=submit]").click()


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until `target` has the focus: whoever uses no mouse must get there."""
    passed = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
        passed.append(page.evaluate("document.activeElement.outerHTML.slice(0, 90)"))
    raise AssertionError(f"Tab never reached {target} on {page.url}; it went over:\n" + "\n".join(passed[:30]))


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    tab_to(page, target)
    page.keyboard.press(key)


def no_sideways(page: Page) -> None:
    """Nothing on the page is wider than the phone."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url
