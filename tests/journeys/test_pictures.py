"""A picture of every page, on a phone and on a desk, light and dark; and nothing on any of them sticks out, also in large letters.

The pictures stay in the folder named by PICTURES; without it they are made all the same, and go.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PUBLIC = ["/account/login/", "/account/login/passkey/", "/hulp/", "/nu-even/", "/even-stop/", "/postvak/", "/bestaat-niet/"]
NOT_THERE = {"/week/12/", "/bestaat-niet/"}
SIZES = {"phone": (390, 844), "desk": (1280, 800)}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# Width in CSS pixels and size of the letters in percent, besides the sizes of the pictures.
NARROW = [(320, 100), (320, 200), (640, 200), (1280, 200)]
# Drawings, what is meant to be out of sight, and what scrolls within its own frame may be wider.
OUT = """() => {
    const wide = document.documentElement.clientWidth, framed = e => e && e !== document.body && e !== document.documentElement
        && (getComputedStyle(e).overflowX !== 'visible' || getComputedStyle(e).clipPath !== 'none' || framed(e.parentElement))
    const out = [...document.body.querySelectorAll(':not(svg *, .skip)')].filter(e => {
        const box = e.getBoundingClientRect()
        return box.width > 1 && (box.right > wide + 1 || box.left < -1) && e.checkVisibility({visibilityProperty: true}) && !framed(e) })
    const page = document.documentElement.scrollWidth
    const said = page > innerWidth ? [`scrolls sideways, ${page} wide`] : []
    return [...said, ...out.slice(0, 3).map(e => 'sticks out: ' + e.outerHTML.slice(0, 110))]
}"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    named = Path(os.environ.get("PICTURES") or tmp_path)
    named.mkdir(parents=True, exist_ok=True)
    return named


def sticking_out(page: Page, width: int, height: int, letters: int) -> Iterator[str]:
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("percent => { document.documentElement.style.fontSize = percent }", f"{letters}%" if letters != 100 else "")
    for fault in page.evaluate(OUT):
        yield f"at {width} px and letters of {letters} %: {fault}"


def taken(page: Page, name: str, folder: Path) -> None:
    size = "phone" if page.viewport_size == {"width": 390, "height": 844} else "desk"
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        page.screenshot(path=folder / f"{name}-{size}-{theme}.png", full_page=True)


def walked(page: Page, who: str, address: str, folder: Path) -> Iterator[str]:
    """What is wrong with the layout of one page, of which the pictures are taken on the way."""
    response = page.goto(address)
    assert response, f"{address} did not answer"
    assert response.ok or address in NOT_THERE, f"{address} is not there for {who}"
    assert who == "public" or "/login/" not in page.url, f"{address} asked {who} to sign in"
    name = "-".join([who, *filter(None, re.split(r"[^a-z0-9]+", address))])
    for width, height in SIZES.values():
        yield from sticking_out(page, width, height, 100)
        taken(page, name, folder)
    for width, letters in NARROW:
        yield from sticking_out(page, width, 800, letters)


def test_nothing_sticks_out_of_any_page(contexts: Any, people: dict[str, Any], folder: Path) -> None:
    found: list[str] = []
    pages = {**people["pages"], "public": PUBLIC}
    for who, addresses in pages.items():
        page = contexts(who).new_page()
        for address in addresses:
            found += [f"{who} {address} {fault}" for fault in walked(page, who, address, folder)]
    assert not found, "\n".join(found)
    assert len(list(folder.glob("*.png"))) >= 4 * sum(len(addresses) for addresses in pages.values())
