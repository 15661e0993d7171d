"""A coach's morning in a browser: three weeks answered, one of them aloud, a pause planned, a week opened early, somebody silent called,
and ill from tomorrow."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import DESK, OPTIONS
from tests.journeys.practice import Practice
from tests.journeys.steps import log_in, main_of, no_sideways, second_factor, shot

pytestmark = pytest.mark.browser
COACH = "marit@praktijk.example"
ANSWERED = "Je bleef even staan voor je iets deed. Blijf daar deze week rustig naar kijken."


@pytest.fixture
def page(speaking: Browser, practice: Practice) -> Iterator[Page]:
    context = speaking.new_context(base_url=practice.url, viewport=DESK, **OPTIONS)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def test_a_morning(practice: Practice, page: Page) -> None:
    log_in(page, practice, COACH)
    second_factor(page, practice, COACH)
    page.get_by_role("button", name="Vraag het elke keer").click()
    expect(page).to_have_url(f"{practice.url}/praktijk/")
    no_sideways(page)
    shot(page, "morning")
    for aloud in (False, True, False):
        answer_the_first(page, aloud=aloud)
    plan_a_pause(page, practice)
    open_one_early(page)
    call_who_was_silent(page)
    be_ill_tomorrow(page)
    assert practice.rows("SELECT count(*) FROM exercises_review WHERE published_at >= '2026-11-25 10:00'")[0][0] >= 3
    assert practice.rows("SELECT count(*) FROM exercises_voice v JOIN exercises_review r ON r.uuid = v.review_id "
                         "WHERE r.published_at >= '2026-11-25 10:00'") == [(1,)]  # fmt: skip
    assert practice.rows("SELECT count(*) FROM notices_notice WHERE outcome = 'called'") == [(1,)]
    assert [str(row[0]) for row in practice.rows("SELECT starts_on FROM accounts_absence WHERE kind = 'ill'")] == ["2026-11-26"]


def answer_the_first(page: Page, *, aloud: bool) -> None:
    """The first of the list, whoever it is."""
    page.goto("/praktijk/")
    link = main_of(page).locator(".morning__act a.button").first
    address = link.get_attribute("href")
    link.click()
    page.locator("textarea[name=text]").fill(ANSWERED)
    if aloud:
        speak(page)
    page.locator("button[value=publish]").click()
    expect(main_of(page).get_by_role("status").or_(page.locator(".message")).first).to_be_visible()
    page.goto("/praktijk/")
    expect(main_of(page).locator(f".morning a[href='{address}']")).to_have_count(0)


def speak(page: Page) -> None:
    page.locator("button[value=voice]").click()
    page.get_by_role("button", name="Begin met opnemen").click()
    expect(page.locator("[data-recorder-time]")).to_have_text("0:02")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("[data-recorder-said]")).to_contain_text("Opgenomen.")
    page.get_by_role("button", name="Bewaar bij het antwoord").click()
    expect(main_of(page)).to_contain_text("is bewaard bij je concept")
    expect(page.locator("textarea[name=text]")).to_have_value(ANSWERED)


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


def be_ill_tomorrow(page: Page) -> None:
    """Whom it concerns is shown before anything happens."""
    page.goto("/praktijk/")
    page.get_by_role("link", name="Ziek, of een paar dagen weg").click()
    page.get_by_role("link", name="Ik ben ziek").click()
    page.get_by_label("morgen", exact=True).check()
    page.get_by_label("Eerste dag terug").fill("2026-11-30")
    page.get_by_role("button", name="Kijk wie het aangaat").click()
    expect(main_of(page)).to_contain_text("Ziek vanaf donderdag 26 november, terug op maandag 30 november")
    no_sideways(page)
    shot(page, "ill-tomorrow")
    page.get_by_role("button", name="Ik ben ziek").click()
    expect(main_of(page)).to_contain_text("Beterschap.")
