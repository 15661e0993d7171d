"""The trigger log on a phone with nothing but keys, told the next day; landing at nine; and the body on a map, by keyboard too."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.practice import Practice
from tests.journeys.steps import MOST_TABS, log_in, main_of, no_sideways, press, shot, tab_to

pytestmark = pytest.mark.browser

NOOR = "noor@example.nl"
STORY = "D. zei niks toen ik vroeg wat er was. Ik vroeg het nog een keer."
# A key a second is slow, and two minutes is what the practice promises: half of that.
MOST_KEYS = 60
FILL = "element => getComputedStyle(element).fill"

Phone = Callable[..., Page]


@pytest.fixture(scope="module")
def cookies(practice: Practice, chromium: Browser) -> list[Any]:
    """Of somebody who logged in once, on a device of their own."""
    context = chromium.new_context(base_url=practice.url)
    log_in(context.new_page(), practice, NOOR, own_device=True)
    found = context.cookies()
    context.close()
    return list(found)


@pytest.fixture
def phone(visit: Callable[..., Page], cookies: list[Any]) -> Callable[..., Page]:
    """A page on a phone, logged in."""

    def opened(*, javascript: bool = True) -> Page:
        page = visit(PHONE, javascript=javascript)
        page.context.add_cookies(cookies)
        return page

    return opened


def tapped(page: Page, target: Locator) -> int:
    """Go there with Tab and choose it with the space bar; how many keys that took."""
    for keys in range(1, MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Space")
            expect(target).to_be_checked()
            return keys + 1
    raise AssertionError(f"Tab never reached {target}")


def test_three_taps_by_keyboard_make_one_well_within_two_minutes_and_the_story_comes_the_next_day(practice: Practice, phone: Phone) -> None:
    page = phone()
    page.goto("/vandaag/")
    press(page, main_of(page).locator("a[href='/logboek/nieuw/moment/']"))
    expect(page).to_have_url("/logboek/nieuw/moment/")
    no_sideways(page)

    began = time.monotonic()
    keys = tapped(page, page.locator("[name=answer-lijf][value=warm]"))
    keys += tapped(page, page.locator("[name=answer-eerste-beweging][value=naar-voren]"))
    keys += tapped(page, page.locator("[name=answer-ruimte][value=nee]"))
    page.keyboard.press("ArrowRight")
    expect(page.locator("[name=answer-ruimte][value=heel-even]")).to_be_checked()
    shot(page, "trigger-three-taps")
    save = main_of(page).get_by_role("button", name="Bewaren voor mezelf")
    while not save.evaluate("element => element === document.activeElement"):
        page.keyboard.press("Tab")
        keys += 1
        assert keys < MOST_KEYS, "saving is out of reach"
    page.keyboard.press("Enter")
    expect(main_of(page)).to_contain_text("Dit is af zoals het is")
    assert keys + 2 < MOST_KEYS
    assert time.monotonic() - began < 60
    for words in ("Warm", "Naar voren", "Heel even"):
        expect(main_of(page)).to_contain_text(words)
    shot(page, "trigger-complete")
    address = page.url

    practice.move_clock(practice.now + timedelta(days=1))
    page.goto(address)
    press(page, main_of(page).get_by_role("link", name="Vertel erbij"))
    tab_to(page, page.locator("[name=answer-verhaal]"))
    page.keyboard.type(STORY)
    press(page, main_of(page).get_by_role("button", name="Bewaren voor mezelf"))
    expect(main_of(page)).to_contain_text(STORY)
    expect(main_of(page)).to_contain_text("Eén ding kan er nog bij")
    assert page.url == address
    shot(page, "trigger-told")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_tension_of_nine_brings_landing_at_once_and_blocks_nothing(phone: Phone, javascript: bool) -> None:
    page = phone(javascript=javascript)
    page.goto("/week/3/oefening/w03-a/")
    landing = page.get_by_role("heading", name="Wil je eerst landen?")
    expect(landing).to_be_hidden()
    tapped(page, page.locator("[name=answer-before-tension][value='0']"))
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    expect(page.locator("[name=answer-before-tension][value='9']")).to_be_checked()
    expect(landing).to_be_visible()
    expect(page.get_by_text("Voel je voeten")).to_be_visible()
    if javascript:
        expect(page.locator("[data-landing-said]")).to_have_text("Eerst landen kan: dat staat hieronder, en daarna komen de vragen.")
    shot(page, f"landing-{javascript}")
    press(page, page.get_by_role("link", name="Toch verder naar de vragen"))
    page.locator("[name=answer-after-tension][value='9']").check()
    page.get_by_role("button", name="Bewaren voor mezelf").click()
    expect(main_of(page)).to_contain_text("Wat nu? Jij kiest")
    expect(main_of(page).get_by_role("link", name="112")).to_be_visible()
    expect(main_of(page)).to_contain_text("Spanning: vooraf 9, achteraf 9")
    shot(page, f"landing-after-{javascript}")


def test_the_map_of_the_body_follows_the_keyboard_and_the_hand_without_a_script(phone: Phone) -> None:
    page = phone(javascript=False)
    page.goto("/week/3/oefening/w03-b/")
    first = page.locator(".bodymap").first
    chest, belly = first.locator(".place--borst"), first.locator(".place--buik")
    assert chest.evaluate(FILL) == belly.evaluate(FILL)
    tapped(page, first.locator("[value=borst]"))
    assert chest.evaluate(FILL) != belly.evaluate(FILL)
    first.locator(".bodymap__side--front .hit--buik").click()
    expect(first.locator("[value=buik]")).to_be_checked()
    assert chest.evaluate(FILL) == belly.evaluate(FILL)
    tapped(page, first.locator("[value=overal]"))
    assert first.locator(".place--voeten").first.evaluate(FILL) == chest.evaluate(FILL)
    shot(page, "body-map")
    page.get_by_role("button", name="Bewaren voor mezelf").click()
    expect(main_of(page)).to_contain_text("Borst · Buik · Overal")


def test_a_slip_of_the_finger_is_taken_back_with_a_second_tap(phone: Phone) -> None:
    page = phone()
    page.goto("/logboek/nieuw/moment/")
    forward = page.locator("[name=answer-eerste-beweging][value=naar-voren]")
    forward.click()
    expect(forward).to_be_checked()
    forward.click()
    expect(forward).not_to_be_checked()
