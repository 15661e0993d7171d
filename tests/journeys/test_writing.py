"""Writing in a real browser, with bad luck: the connection goes, the session ends, a second tab writes too, and it is late.

Afterwards the planted words are looked for in all that the portal left behind.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import PHONE, practice_from
from tests.journeys.planted import Search
from tests.journeys.practice import AMSTERDAM, Practice
from tests.journeys.steps import log_in, no_sideways, shot
from tests.journeys.test_main_job import DOMAIN, invited, say_yes

pytestmark = pytest.mark.browser

PAGE = "/week/3/oefening/w03-a/"
NIGHT = datetime(2026, 11, 25, 22, 30, tzinfo=AMSTERDAM)
MORNING = datetime(2026, 11, 26, 7, 5, tzinfo=AMSTERDAM)
PLANTED = ("zolderraamkikker", "bakfietsnevelwolf")
EMAIL = f"hanna@{DOMAIN}"

SESSION = """
from django.conf import settings
from django.utils import timezone
from accounts.models import User
from tests.signed_in import signed_in
cookie = signed_in(User.objects.get(email="%s"), timezone.now()).cookies[settings.SESSION_COOKIE_NAME]
print(cookie.key, cookie.value)
"""

Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def practice() -> Iterator[Practice]:
    """It is late from the beginning: what is typed in the evening is typed by people who are tired."""
    with practice_from(NIGHT) as practice:
        yield practice


def words(page: Page) -> Locator:
    return page.locator("[name=answer-eerste-teken]")


def line(page: Page) -> Locator:
    return page.locator("[data-autosave-said]")


def types(page: Page, text: str) -> None:
    words(page).press("Control+End")
    words(page).press_sequentially(text)


def is_saved(page: Page) -> None:
    expect(line(page)).to_contain_text("Bewaard ")


def reads_after_reload(page: Page, text: str) -> None:
    page.reload()
    expect(words(page)).to_have_value(text)


def test_bad_luck_and_a_late_hour_cost_no_word(practice: Practice, visit: Visit) -> None:
    invited(practice, "Hanna")
    page = visit(PHONE)
    log_in(page, practice, EMAIL, own_device=True)
    say_yes(page)
    page.goto(PAGE)
    text = it_is_saved_by_itself(page)
    text = the_connection_goes(page, text)
    text = the_session_ends(page, practice, text)
    two_tabs(page, text)
    at_night(page, practice)
    the_morning_after(page, practice)
    nothing_stands_as_it_was_written(practice)


def it_is_saved_by_itself(page: Page) -> str:
    types(page, "Eerst een zolderraamkikker")
    is_saved(page)
    shot(page, "writing-saved")
    no_sideways(page)
    reads_after_reload(page, "Eerst een zolderraamkikker")
    return "Eerst een zolderraamkikker"


def the_connection_goes(page: Page, text: str) -> str:
    page.context.set_offline(True)
    types(page, ", en toen niets")
    expect(line(page)).to_contain_text("Geen verbinding, nog niet bewaard")
    page.get_by_role("button", name="Bewaren voor mezelf").click()
    expect(page).to_have_url(PAGE)
    shot(page, "writing-offline")
    page.context.set_offline(False)
    is_saved(page)
    reads_after_reload(page, text + ", en toen niets")
    return text + ", en toen niets"


def the_session_ends(page: Page, practice: Practice, text: str) -> str:
    page.context.clear_cookies()
    types(page, ". Midden in")
    expect(line(page)).to_contain_text("Je bent niet meer ingelogd")
    shot(page, "writing-logged-out")
    with page.context.expect_page() as opened:
        page.locator("[data-autosave-login]").click()
    expect(opened.value.locator("input[autocomplete^=username]")).to_be_visible()
    logs_in_anew(page, practice)
    opened.value.close()
    page.bring_to_front()
    types(page, " een zin")
    is_saved(page)
    reads_after_reload(page, text + ". Midden in een zin")
    return text + ". Midden in een zin"


def logs_in_anew(page: Page, practice: Practice) -> None:
    """As by the code that is mailed, of which there is one a minute: a new session, and no token of the old one."""
    name, value = practice.manage("shell", "-c", SESSION % EMAIL).split()[-2:]
    page.context.add_cookies([{"name": name, "value": value, "url": practice.url}])


def two_tabs(page: Page, text: str) -> None:
    other = page.context.new_page()
    other.goto(PAGE)
    types(other, " in het ene tabblad")
    is_saved(other)
    other.close()
    types(page, " in het andere tabblad")
    expect(line(page)).to_contain_text("Beide teksten zijn bewaard")
    shot(page, "writing-two-tabs")
    page.locator("[data-autosave-both]").click()
    for each in ("ene", "andere"):
        expect(page.locator("main")).to_contain_text(f"{text} in het {each} tabblad")
    shot(page, "writing-both")


def visible(practice: Practice) -> list[str]:
    """From when (UTC) the coach sees what this client shares."""
    rows = practice.rows(
        "SELECT log.visible_at FROM exercises_log AS log JOIN programme_enrolment AS enrolment ON enrolment.id = log.enrolment_id "
        f"JOIN accounts_user AS client ON client.id = enrolment.client_id WHERE client.email = '{EMAIL}' AND log.visible_at IS NOT NULL"
    )
    return [str(moment.astimezone(UTC) if isinstance(moment, datetime) else moment) for (moment,) in rows]


def at_night(page: Page, practice: Practice) -> None:
    page.goto(PAGE)
    expect(page.locator("main")).to_contain_text("Wat je nu deelt komt morgen om 09:00 bij Marit.")
    types(page, ", als een bakfietsnevelwolf")
    shot(page, "writing-late")
    page.get_by_role("button", name="Delen met Marit").click()
    expect(page.locator("main")).to_contain_text("Het is laat. Dit komt morgen om 09:00 bij Marit. Tot dan kun je het terughalen")
    shot(page, "writing-held")
    assert [moment[:19] for moment in visible(practice)] == ["2026-11-26 08:00:00"]


def the_morning_after(page: Page, practice: Practice) -> None:
    practice.move_clock(MORNING)
    page.goto("/vandaag/")
    expect(page.locator("main")).to_contain_text("Gisteravond schreef je iets")
    shot(page, "writing-morning")
    no_sideways(page)
    page.get_by_role("button", name="Bewaren voor mezelf").click()
    expect(page.locator("main")).to_contain_text("Alleen voor jou.")
    assert visible(practice) == []
    page.get_by_role("link", name="Weggooien").click()
    shot(page, "writing-throw-away")
    page.get_by_role("button", name="Weggooien").click()
    expect(page.locator("main")).to_contain_text("Weggegooid.")


def nothing_stands_as_it_was_written(practice: Practice) -> None:
    search = Search((*PLANTED, DOMAIN))
    search.look_in_files("folder", practice.folder)
    for alias in ("default", "keyring"):
        search.look_in_rows(practice, alias)
    if practice.on_postgres:
        search.look_in_redis(practice.settings["REDIS_URL"])
    assert {place: found - {DOMAIN} for place, found in search.found.items() if found - {DOMAIN}} == {}
    assert {place.partition(":")[0] for place in search.found} >= {"folder", "rows"}
