"""Getting in and paying, with a real browser on a clock that is moved: order, pay, week 1 opens; the second payment fails, week 5 opens,
week 6 waits, then is paid; every page says how it is. The demo's page stands in for the bank."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.practice import AMSTERDAM, Practice
from tests.journeys.steps import log_in, no_sideways, shot

pytestmark = pytest.mark.browser

COACH = "marit@praktijk.example"
EMAIL = "iris@voorbeeld.example"
# The clock begins on Wednesday 25 November: the first start day at least three days ahead.
FIRST = date(2026, 11, 30)
Visit = Callable[..., Page]


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=AMSTERDAM)


def go_on(page: Page) -> None:
    page.locator("main form button[type=submit]").first.click()


def order(page: Page) -> None:
    """From the invitation to the bank's page, reading each step."""
    page.locator("main a[href='/uitnodiging/']").click()
    expect(page.locator("main")).to_contain_text("€ 1.140,00, inclusief btw")
    shot(page, "pay-invitation")
    go_on(page)
    page.locator(f"main input[value='{FIRST.isoformat()}']").check()
    go_on(page)
    expect(page.locator("main input[type=checkbox]")).to_have_count(2)
    for box in page.locator("main input[type=checkbox]").all():
        expect(box).not_to_be_checked()
        box.check()
    shot(page, "pay-agree")
    go_on(page)
    page.locator("main input[name=plan][value=terms]").check()
    page.locator("main input[name=method][value=online]").check()
    page.locator("main input[name=early]").check()
    no_sideways(page)
    shot(page, "pay-check")
    page.get_by_role("button", name="Bestellen en betalen").click()
    expect(page.locator("main")).to_contain_text("Deze pagina staat hier in plaats van de bank.")


def pay(page: Page, what: str) -> None:
    page.locator(f"main button[value={what}]").click()


def weeks_later(practice: Practice, page: Page, moment: datetime) -> None:
    """The clock stands at `moment`; after so long somebody logs in again."""
    practice.move_clock(moment)
    page.context.clear_cookies()
    log_in(page, practice, EMAIL, own_device=True)
    expect(page).to_have_url("/vandaag/")


def test_an_order_is_paid_and_a_term_that_waits_closes_nothing(practice: Practice, visit: Visit) -> None:
    practice.manage("invite", EMAIL, "--name", "Iris Zonderwater", "--coach", COACH, "--start", FIRST.isoformat(), "--cover", "0")
    page = visit(PHONE)
    log_in(page, practice, EMAIL, own_device=True)
    order(page)
    pay(page, "cancelled")
    expect(page.get_by_role("heading", level=1)).to_have_text("Je kwam terug zonder te betalen")
    page.get_by_role("button", name="Opnieuw proberen").click()
    pay(page, "pending")
    expect(page.get_by_role("heading", level=1)).to_have_text("Je betaling wordt bevestigd")
    shot(page, "pay-confirming")
    # The bank says yes in another tab; this page looks by itself, without a script.
    tab = page.context.new_page()
    tab.goto(page.url.replace("/terug/", "/proef/"))
    pay(tab, "paid")
    expect(page.get_by_role("heading", level=1)).to_have_text("Welkom, Iris")
    tab.close()
    expect(page.locator("main")).to_contain_text("Week 1 opent op maandag 30 november om 7:00.")
    shot(page, "pay-welcome")

    practice.move_clock(at(FIRST))
    page.goto("/vandaag/")
    expect(page.locator("main a[href='/week/1/']").first).to_be_visible()

    # Its link came a week ahead; on the day it fails at the bank, and week 5 opens all the same.
    fifth = FIRST + timedelta(weeks=4)
    weeks_later(practice, page, at(fifth))
    practice.manage("shell", "-c", "from billing.tasks import remind_of_terms; remind_of_terms()")
    practice.mail(EMAIL, "Je betaling van vandaag", 90)
    page.goto("/betalingen/")
    expect(page.locator("main")).to_contain_text("Termijn 2 (€ 380,00) kan tot en met maandag 28 december.")
    page.get_by_role("button", name="Betaal").click()
    pay(page, "failed")
    expect(page.get_by_role("heading", level=1)).to_have_text("Deze betaling is niet gelukt")
    page.goto("/week/5/")
    expect(page.locator("main")).not_to_contain_text("wacht")
    expect(page).to_have_url("/week/5/")

    sixth = FIRST + timedelta(weeks=5)
    weeks_later(practice, page, at(sixth))
    page.goto("/week/6/")
    expect(page.locator("main")).to_contain_text("Week 6 opent zodra dit is voldaan; wat open is, blijft open.")
    shot(page, "pay-waits")
    page.locator("main a[href='/betalingen/']").click()
    page.get_by_role("button", name="Betaal").click()
    pay(page, "paid")
    expect(page.get_by_role("heading", level=1)).to_have_text("Je betaling is binnen")
    page.goto("/week/6/")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Deze week is nog dicht")
    page.goto("/betalingen/")
    expect(page.locator("main")).to_contain_text("Termijn 3 (€ 380,00) kan tot en met maandag 25 januari.")
    shot(page, "pay-paid")
