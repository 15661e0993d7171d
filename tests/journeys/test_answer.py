"""Wednesday: a coach answers on a phone, with a few words under one log and aloud, and the client hears it under their own words.

The recording is a real one, of Chromium's made microphone. Afterwards neither the words nor the sound stand anywhere.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import OPTIONS, PHONE
from tests.journeys.planted import Search
from tests.journeys.practice import Practice
from tests.journeys.steps import log_in, main_of, no_sideways, second_factor, shot

pytestmark = pytest.mark.browser

COACH, CLIENT = "marit@praktijk.example", "wende@voorbeeld.example"
PLANTED = ("kelderlichtvogel", "brievenbusvlinder", "waterleidingzwaluw", "dakgootmerel")
WROTE = f"Er zong een {PLANTED[0]} mee."
ANSWERED = f"Het bleef bij mij, als een {PLANTED[1]}."
UNDER = f"Hier hoor ik een {PLANTED[2]}."
SAID = f"Ik zei: {PLANTED[3]}."


@pytest.fixture
def phones(speaking: Browser, practice: Practice) -> Iterator[tuple[Page, Page]]:
    contexts = [speaking.new_context(base_url=practice.url, viewport=PHONE, is_mobile=True, **OPTIONS) for _each in range(2)]
    for context in contexts:
        context.set_default_timeout(15_000)
    yield contexts[0].new_page(), contexts[1].new_page()
    for context in contexts:
        context.close()


def test_an_answer_is_spoken_on_a_phone_and_heard_on_another(practice: Practice, phones: tuple[Page, Page]) -> None:
    client, coach = phones
    log = shares(practice, client)
    signs_in(practice, coach)
    coach.locator("main h3 a", has_text="Wende Waterman").first.click()
    writes(coach)
    speaks(coach)
    sends(coach)
    client.goto(log)
    hears(client)
    answers_back(client)
    left_nowhere(practice)


def shares(practice: Practice, page: Page) -> str:
    practice.manage("invite", CLIENT, "--name", "Wende Waterman", "--coach", COACH, "--start", "2026-11-23")
    log_in(page, practice, CLIENT)
    page.locator("main a[href='/uitnodiging/']").click()
    page.locator("main form button[type=submit]").click()
    page.goto("/week/1/")
    page.locator("main a[href*='/oefening/']").first.click()
    main_of(page).locator("textarea, input[type=text]").first.fill(WROTE)
    page.locator("button[value=share]").click()
    expect(main_of(page)).to_contain_text("Gedeeld met Marit")
    return page.url


def signs_in(practice: Practice, page: Page) -> None:
    log_in(page, practice, COACH)
    second_factor(page, practice, COACH)
    page.locator("button[value=skip]").click()
    expect(page).to_have_url("/praktijk/")


def writes(page: Page) -> None:
    expect(main_of(page)).to_contain_text(WROTE)
    page.get_by_text("Een paar woorden hieronder").click()
    page.locator("textarea[name^=reply-]").fill(UNDER)
    page.locator("textarea[name=text]").fill(ANSWERED)
    shot(page, "answer-written")
    no_sideways(page)
    page.locator("button[value=voice]").click()


def speaks(page: Page) -> None:
    page.get_by_role("button", name="Begin met opnemen").press("Enter")
    expect(page.locator("[data-recorder-time]")).to_have_text("0:02")
    page.get_by_role("button", name="Stop").press("Enter")
    expect(page.locator("[data-recorder-said]")).to_contain_text("Opgenomen.")
    page.wait_for_function("document.querySelector('[data-recorder-heard]').duration > 0")
    page.locator("textarea[name=transcript]").fill(SAID)
    shot(page, "answer-spoken")
    no_sideways(page)
    page.get_by_role("button", name="Bewaar bij het antwoord").click()


def sends(page: Page) -> None:
    expect(main_of(page)).to_contain_text("is bewaard bij je concept")
    expect(page.locator("textarea[name=text]")).to_have_value(ANSWERED)
    expect(page.locator("textarea[name^=reply-]")).to_have_value(UNDER)
    shot(page, "answer-draft")
    page.locator("button[value=publish]").click()
    expect(main_of(page)).to_contain_text("Je antwoord is verstuurd.")


def hears(page: Page) -> None:
    main = main_of(page)
    expect(main).to_contain_text(ANSWERED)
    expect(main).to_contain_text(UNDER)
    player = main.locator("audio")
    address = str(player.get_attribute("src"))
    part = page.request.get(address, headers={"Range": "bytes=0-63"})
    assert (part.status, len(part.body())) == (206, 64)
    page.wait_for_function("document.querySelector('main audio').duration > 1")
    seconds = player.evaluate(
        "async player => { await player.play(); await new Promise(done => setTimeout(done, 700)); return player.currentTime; }"
    )
    assert seconds > 0.2
    assert 1.5 < player.evaluate("player => player.duration") < 10
    main.get_by_text("Lees wat er gezegd is").click()
    expect(main).to_contain_text(SAID)
    shot(page, "answer-heard")
    no_sideways(page)


def answers_back(page: Page) -> None:
    main_of(page).get_by_text("Schrijf iets terug").click()
    page.locator("textarea[name=text]").fill(f"Dank je, {PLANTED[0]}.")
    page.get_by_role("button", name="Stuur terug").click()
    expect(main_of(page)).to_contain_text("Je schreef terug op")
    shot(page, "answered-back")


def left_nowhere(practice: Practice) -> None:
    """Neither the words nor the beginning of any kind of recording, in rows, files, mails and temporary files."""
    search = Search(PLANTED)
    search.spellings["recording"] = {b"OpusHead", b"OpusTags", b"A_OPUS"}
    for alias in ("default", "keyring"):
        search.look_in_rows(practice, alias)
    search.look_in_files("folder", practice.folder)
    assert practice.rows("SELECT COUNT(*) FROM exercises_voice") == [(1,)]
    assert not search.found
