"""What a phone must fetch for a page it never saw before. The two faces are kept for good after the first page, so they are not counted."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import Portal
from tests.journeys.conftest import OPTIONS, PHONE
from tests.journeys.test_axe import PEOPLE

pytestmark = pytest.mark.browser
MOST = 60_000
FACES = ".woff2"
IN_PUBLIC = ["/account/login/", "/hulp/", "/nu-even/"]


@pytest.fixture(scope="module")
def people(portal: Portal) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(portal.manage("shell", "-c", PEOPLE).splitlines()[-1])
    return found


def fetched(page: Page, address: str) -> dict[str, int]:
    """Bytes as they came over the line, an address at a time."""
    wire = page.context.new_cdp_session(page)
    names: dict[str, str] = {}
    weights: dict[str, int] = {}
    wire.on("Network.responseReceived", lambda said: names.update({said["requestId"]: said["response"]["url"]}))
    wire.on("Network.loadingFinished", lambda said: weights.update({said["requestId"]: int(said["encodedDataLength"])}))
    wire.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    assert page.title(), address
    return {name: weights[number] for number, name in names.items() if number in weights}


def cold(chromium: Browser, portal: Portal, address: str, cookie: dict[str, str] | None = None) -> dict[str, int]:
    """What a browser fetches that holds nothing yet."""
    context = chromium.new_context(base_url=portal.url, viewport=PHONE, is_mobile=True, **OPTIONS)
    try:
        if cookie:
            context.add_cookies([{**cookie, "url": portal.url}])
        return fetched(context.new_page(), address)
    finally:
        context.close()


def weighed(came: dict[str, int]) -> int:
    return sum(weight for name, weight in came.items() if not name.endswith(FACES))


def told(came: dict[str, int]) -> str:
    return ", ".join(f"{name.split('/', 3)[-1]}: {weight:,}" for name, weight in sorted(came.items(), key=lambda each: -each[1]))


@pytest.mark.parametrize("address", IN_PUBLIC)
def test_a_public_page_is_light_and_brings_one_style_sheet_and_two_faces(chromium: Browser, portal: Portal, address: str) -> None:
    came = cold(chromium, portal, address)
    assert weighed(came) <= MOST, told(came)
    assert sum(name.endswith(".css") for name in came) == 1, told(came)
    assert sum(name.endswith(FACES) for name in came) == 2, told(came)


@pytest.mark.parametrize("name", ["noor", "marit"])
def test_every_page_behind_the_login_is_light(chromium: Browser, portal: Portal, people: dict[str, Any], name: str) -> None:
    cookie = {"name": people["name"], "value": people["cookies"][name]}
    all_of_them = {address: cold(chromium, portal, address, cookie) for address in people["pages"][name]}
    assert len(all_of_them) >= 2
    assert {address: told(came) for address, came in all_of_them.items() if weighed(came) > MOST} == {}
