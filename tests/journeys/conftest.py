"""`chromium` is a browser and `portal` a whole running portal, both once a run; `page` is a fresh, signed-out page on it.

`practice` is a portal of its own on a clock that tests set, once a module; `visit` opens a page of it for one person. Whatever of these
a failing test used says what it showed last.
"""

import json
import os
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page

from tests.browser import AS_ROOT, QUIET, Portal, fresh_servers, launched, running_portal
from tests.journeys.everybody import PEOPLE
from tests.journeys.practice import AMSTERDAM, Practice
from tests.services import chromium as path_of_chromium

# Playwright keeps an event loop in this thread; the tests' own queries are not of that loop.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A day and an hour at which mail may go and the coach is at work.
BEGINS = datetime(2026, 11, 25, 11, 0, tzinfo=AMSTERDAM)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
MADE_MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
OPTIONS = {"locale": "nl-NL", "timezone_id": "Europe/Amsterdam"}

# What a page looks like, weighs and asks of a keyboard says nothing of a database: those run on one of the two. On both runs
# what the databases take part in: signing in, the main job, and paying.
ON_ONE = [
    *("test_pictures.py", "test_axe.py", "test_weight.py", "test_exit.py", "test_player.py", "test_trigger_log.py"),
    *("test_morning.py", "test_office.py", "test_answer.py", "test_writing.py"),
]
collect_ignore = ON_ONE if os.environ.get("TEST_DATABASE_URL") else []


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def speaking(chromium: Browser) -> Iterator[Browser]:
    """A Chromium with a microphone that makes its own sound."""
    arguments = [*QUIET, *MADE_MICROPHONE, *(AS_ROOT if os.geteuid() == 0 else ())]
    browser = chromium.browser_type.launch(executable_path=path_of_chromium(), args=arguments)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    with running_portal() as portal:
        yield portal


@pytest.fixture
def page(chromium: Browser, portal: Portal) -> Iterator[Page]:
    context = chromium.new_context(base_url=portal.url, **OPTIONS)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def people(portal: Portal) -> dict[str, Any]:
    """The pages of each person of the demo by name, and the cookie that signs them in."""
    found: dict[str, Any] = json.loads(portal.manage("shell", "-c", PEOPLE).splitlines()[-1])
    return found


@pytest.fixture
def contexts(chromium: Browser, portal: Portal, people: dict[str, Any]) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a browser for one of `people`, signed in; for any other name, signed out."""
    opened: list[BrowserContext] = []

    def as_(name: str, **options: Any) -> BrowserContext:
        context = chromium.new_context(base_url=portal.url, **OPTIONS, **options)
        if name in people["cookies"]:
            context.add_cookies([{"name": people["name"], "value": people["cookies"][name], "url": portal.url}])
        context.set_default_timeout(10_000)
        opened.append(context)
        return context

    yield as_
    for context in opened:
        context.close()


@contextmanager
def practice_from(begins: datetime) -> Iterator[Practice]:
    with (
        tempfile.TemporaryDirectory(prefix="portal-practice-", ignore_cleanup_errors=True) as folder,
        fresh_servers("practice") as settings,
    ):
        practice = Practice(Path(folder), settings=settings)
        practice.set_clock(begins)
        try:
            practice.start()
            yield practice
        finally:
            if practice.process and practice.process.poll() is None:
                practice.stop()


@pytest.fixture(scope="module")
def practice() -> Iterator[Practice]:
    with practice_from(BEGINS) as practice:
        yield practice


@pytest.fixture
def visit(chromium: Browser, practice: Practice) -> Iterator[Callable[..., Page]]:
    """Opens a page in a browser of its own: `visit(PHONE)`, `visit(DESK, javascript=False)`."""
    pages: list[Page] = []

    def opened(size: dict[str, int], *, javascript: bool = True) -> Page:
        context = chromium.new_context(
            base_url=practice.url, viewport=size, is_mobile=size == PHONE, java_script_enabled=javascript, **OPTIONS
        )
        context.set_default_timeout(15_000)
        pages.append(context.new_page())
        return pages[-1]

    opened.pages = pages  # type: ignore[attr-defined]
    yield opened
    for each in pages:
        each.context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        for value in getattr(item, "funcargs", {}).values():
            report.sections += showed(value)
    return report


def showed(value: Any) -> list[tuple[str, str]]:
    """What a page or a portal last said, for who must find out why a test failed."""
    if isinstance(value, Portal) and value.log.exists():
        return [("the portal said last", "\n".join(value.log.read_text(errors="replace").splitlines()[-40:]))]
    return [what_stands_on(page) for page in ([value] if isinstance(value, Page) else getattr(value, "pages", []))]


def what_stands_on(page: Page) -> tuple[str, str]:
    try:
        return f"on {page.url} stood", page.locator("body").inner_text(timeout=1_000)
    except Error as error:
        return f"{page.url} could not be read", str(error)
