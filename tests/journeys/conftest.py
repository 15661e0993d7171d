"""`chromium` is a browser and `portal` a whole running portal, both once a run; `page` is a fresh, signed-out page on it."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import Portal, launched, running_portal

# Playwright keeps an event loop in this thread; the tests' own queries are not of that loop.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    with running_portal() as portal:
        yield portal


@pytest.fixture
def page(chromium: Browser, portal: Portal) -> Iterator[Page]:
    context = chromium.new_context(base_url=portal.url, locale="nl-NL", timezone_id="Europe/Amsterdam")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
