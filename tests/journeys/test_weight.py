"""What a phone must fetch for a page it never saw before. The two faces are kept for good after the first page, so they are not counted."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import Portal
from tests.journeys.conftest import OPTIONS, PHONE

pytestmark = pytest.mark.browser
MOST = 60_000
FACES = ".woff2"
IN_PUBLIC = ["/account/login/", "/hulp/", "/nu-even/"]
# Wagtail's own pages weigh what Wagtail weighs; a calendar and a picture are no pages.
NOT_OURS = re.compile(r"^/(beheer|media|static)/|\.\w+$")
SIGN_IN = """
from django.conf import settings
from django.utils import timezone
from accounts.models import User
from tests.signed_in import signed_in
print(signed_in(User.objects.get(email="{email}"), timezone.now()).cookies[settings.SESSION_COOKIE_NAME].OutputString())
"""


def fetched(page: Page, address: str) -> dict[str, int]:
    """Bytes as they came over the line, an address at a time."""
    wire = page.context.new_cdp_session(page)
    names: dict[str, str] = {}
    weights: dict[str, int] = {}
    wire.on("Network.responseReceived", lambda said: names.update({said["requestId"]: said["response"]["url"]}))
    wire.on("Network.loadingFinished", lambda said: weights.update({said["requestId"]: int(said["encodedDataLength"])}))
    wire.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    return {name: weights[number] for number, name in names.items() if number in weights}


def new(chromium: Browser, portal: Portal, cookie: str = "") -> BrowserContext:
    """A browser that holds nothing yet."""
    context = chromium.new_context(base_url=portal.url, viewport=PHONE, is_mobile=True, **OPTIONS)
    if cookie:
        name, value = cookie.split(";", maxsplit=1)[0].split("=", 1)
        context.add_cookies([{"name": name, "value": value, "url": portal.url}])
    return context


def everywhere(chromium: Browser, portal: Portal, cookie: str, first: str) -> Iterator[tuple[str, dict[str, int]]]:
    """Every page that links lead to, of pages alike the first that was found."""
    todo, known = [first], {shape(first)}
    while todo:
        address = todo.pop(0)
        context = new(chromium, portal, cookie)
        page = context.new_page()
        yield address, fetched(page, address)
        for link in page.locator("a[href^='/']").evaluate_all("all => all.map(each => each.getAttribute('href'))"):
            if shape(link) not in known and not NOT_OURS.search(shape(link)):
                known.add(shape(link))
                todo.append(link)
        context.close()


def shape(address: str) -> str:
    return re.sub(r"[0-9a-f-]{36}|\d+", "*", urlsplit(address).path)


def weighed(came: dict[str, int]) -> int:
    return sum(weight for name, weight in came.items() if not name.endswith(FACES))


def told(came: dict[str, int]) -> str:
    return ", ".join(f"{name.split('/', 3)[-1]}: {weight:,}" for name, weight in sorted(came.items(), key=lambda each: -each[1]))


@pytest.mark.parametrize("address", IN_PUBLIC)
def test_a_public_page_is_light_and_brings_one_style_sheet_and_two_faces(chromium: Browser, portal: Portal, address: str) -> None:
    context = new(chromium, portal)
    came = fetched(context.new_page(), address)
    context.close()
    assert weighed(came) <= MOST, told(came)
    assert sum(name.endswith(".css") for name in came) == 1, told(came)
    assert sum(name.endswith(FACES) for name in came) == 2, told(came)


@pytest.mark.parametrize(
    ("email", "first", "shapes"),
    [
        ("noor@example.nl", "/vandaag/", {"/vandaag/", "/weken/", "/week/*/", "/logboek/", "/data/", "/account/"}),
        ("marit@praktijk.example", "/praktijk/", {"/praktijk/", "/praktijk/*/week/*/", "/account/"}),
    ],
)
def test_every_page_behind_the_login_is_light(chromium: Browser, portal: Portal, email: str, first: str, shapes: set[str]) -> None:
    cookie = portal.manage("shell", "-c", SIGN_IN.format(email=email)).splitlines()[-1]
    came = dict(everywhere(chromium, portal, cookie, first))
    assert shapes <= {shape(address) for address in came}
    assert {address: told(each) for address, each in came.items() if weighed(each) > MOST} == {}
