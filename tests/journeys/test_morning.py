"""A coach's morning in a browser: three weeks answered, a pause planned, a week opened early, somebody silent called."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK
from tests.journeys.practice import Practice
from tests.journeys.steps import log_in, main_of, no_sideways, second_factor, shot

pytestmark = pytest.mark.browser
COACH = "marit@praktijk.example"
ANSWERED = "Je bleef even staan voor je iets deed. Blijf daar deze week rustig naar kijken."

Visit = Callable[..., Page]


def test_a_morning(practice: Practice, visit: Visit) -> None:
    page = visit(DESK)
    log_in(page, practice, COACH)
    second_factor(page, practice, COACH)
    page.get_by_role("button", name="Vraag het elke keer").click()
    expect(page).to_have_url(f"{practice.url}/praktijk/")
    no_sideways(page)
    shot(page, "morning")
    answer_three(page)
    plan_a_pause(page, practice)
    open_one_early(page)
    call_who_was_silent(page)
    assert practice.rows("SELECT count(*) FROM exercises_review WHERE published_at >= '2026-11-25 10:00'")[0][0] >= 3
    assert practice.rows("SELECT count(*) FROM notices_notice WHERE outcome = 'called'") == [(1,)]


def answer_three(page: Page) -> None:
    """The first three of the list, whoever they are."""
    for _each in range(3):
        page.goto("/praktijk/")
        link = main_of(page).locator(".morning__act a.button").first
        address = link.get_attribute("href")
        link.click()
        page.locator("textarea[name=text]").fill(ANSWERED)
        page.locator("button[value=publish]").click()
        expect(main_of(page).get_by_role("status").or_(page.locator(".message")).first).to_be_visible()
        page.goto("/praktijk/")
        expect(main_of(page).locator(f".morning a[href='{address}']")).to_have_count(0)


def found(page: Page, name: str) -> None:
    """Look somebody up by name, and go to their dates."""
    page.goto("/praktijk/mensen/")
    page.get_by_label("Zoek op naam").fill(name)
    page.get_by_role("button", name="Zoeken").click()
    assert name not in page.url
    main_of(page).get_by_role("link", name=name).first.click()
    page.get_by_role("link", name="Weken en data").click()


def plan_a_pause(page: Page, practice: Practice) -> None:
    found(page, "Noor")
    page.get_by_role("link", name="Pauze plannen").click()
    page.get_by_label("Eerste dag van de pauze").fill("2026-12-07")
    page.get_by_label("Eerste dag terug").fill("2026-12-21")
    page.get_by_label("vakantie").check()
    page.get_by_role("button", name="Toon wat er verandert").click()
    expect(page.get_by_text("Er is nog niets veranderd.")).to_be_visible()
    shot(page, "pause-foreseen")
    page.get_by_role("button", name="Zo pauzeren").click()
    expect(page.get_by_text("De pauze is gepland.")).to_be_visible()
    expect(page.get_by_role("button", name="Terugdraaien").first).to_be_visible()


def open_one_early(page: Page) -> None:
    found(page, "Noor")
    page.get_by_role("link", name=re.compile("Vervroegen.*week 4")).click()
    page.get_by_label("op eigen verzoek").check()
    page.get_by_role("button", name="Toon wat er verandert").click()
    expect(page.locator(".careful", has_text="niet terug te draaien")).to_be_visible()
    page.get_by_role("button", name="Nu openen").click()
    expect(page.get_by_text("De week is open.")).to_be_visible()


def call_who_was_silent(page: Page) -> None:
    page.goto("/praktijk/")
    row = main_of(page).locator(".morning li", has_text="Twee weken stil").first
    row.get_by_text("Klaar of later").click()
    row.get_by_label("Wat heb je gedaan?").select_option(label="gebeld")
    row.get_by_role("button", name="Klaar").click()
    expect(page.get_by_text("Klaar, en van je bureau.")).to_be_visible()
