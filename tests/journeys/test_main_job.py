"""The main job, with real processes and a real browser: a week is read, logged, shared and answered, and the next one opens by itself.

Afterwards the planted words of both are looked for in all that the portal left behind.
"""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
import redis
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.planted import Search, spellings
from tests.journeys.practice import AMSTERDAM, Practice, words_of
from tests.journeys.steps import code_for, log_in, no_sideways, press, second_factor, shot, tab_to

pytestmark = pytest.mark.browser

COACH = "marit@praktijk.example"
# Week 3 opened on the Monday before, on the twenty-third.
STARTED = "2026-11-09"
MONDAY = datetime(2026, 11, 30, 7, 0, tzinfo=AMSTERDAM)
SURNAME = "Zonderwater"
# Stands in plain letters in the databases and on every mail: what the search must find there.
DOMAIN = "voorbeeld.example"
PLANTED = ("kelderlichtvogel", "brievenbusvlinder", "zwaluwenzoëmer")
WROTE = f"Eerst werd mijn stem hoog, alsof een {PLANTED[0]} meezong, en een {PLANTED[2]}."
ANSWERED = f"Wat je over je stem schrijft bleef bij mij, als een {PLANTED[1]}. Blijf er deze week rustig naar kijken."

Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def written(practice: Practice) -> list[str]:
    """What was typed in this module: the search is worth nothing when nobody wrote."""
    return []


def invited(practice: Practice, first_name: str) -> str:
    """Somebody new, invited by the office to begin two weeks ago. Returns the address."""
    email = f"{first_name.lower()}@{DOMAIN}"
    practice.manage("invite", email, "--name", f"{first_name} {SURNAME}", "--coach", COACH, "--start", STARTED)
    return email


def say_yes(page: Page) -> None:
    page.locator("main a[href='/uitnodiging/']").click()
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url("/vandaag/")


def read_week_three(page: Page, name: str) -> None:
    """From today to the week, and through it to its exercise."""
    shot(page, f"{name}-today")
    page.locator("main a[href='/week/3/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Je venster")
    expect(page.locator("main")).to_contain_text("Soms schiet de spanning erbovenuit.")
    shot(page, f"{name}-week-3")
    page.locator("a[href='/week/3/oefening/w03-a/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn tekens")


def write_and_share(page: Page, text: str, name: str) -> None:
    """A draft first, which waits; then the whole of it, shared."""
    page.get_by_label("Mijn hart gaat snel").check()
    page.locator("[name=answer-eerste-teken]").fill(text)
    shot(page, f"{name}-exercise")
    page.locator("button[value=later]").click()
    expect(page).to_have_url("/vandaag/")
    shot(page, f"{name}-draft-waits")
    page.locator("main a[href='/week/3/oefening/w03-a/']").click()
    expect(page.locator("[name=answer-eerste-teken]")).to_have_value(text)
    expect(page.get_by_label("Mijn hart gaat snel")).to_be_checked()
    page.locator("button[value=share]").click()
    see_it_shared(page, text, name)


def see_it_shared(page: Page, text: str, name: str) -> None:
    expect(page.locator("main")).to_contain_text("Gedeeld met Marit")
    expect(page.locator("main")).to_contain_text(text)
    shot(page, f"{name}-shared")


def test_a_client_without_javascript_reads_writes_and_shares(practice: Practice, visit: Visit, written: list[str]) -> None:
    page = visit(PHONE, javascript=False)
    log_in(page, practice, invited(practice, "Joost"))
    say_yes(page)
    read_week_three(page, "plain")
    write_and_share(page, WROTE, "plain")
    written.append(WROTE)


def test_a_client_with_nothing_but_a_keyboard_reads_writes_and_shares(practice: Practice, visit: Visit, written: list[str]) -> None:
    email, page = invited(practice, "Fenna"), visit(DESK)
    page.goto("/")
    tab_to(page, page.locator("input[autocomplete^=username]"))
    page.keyboard.type(email)
    page.keyboard.press("Enter")
    expect(page.locator("input[name=code]")).to_be_visible()
    tab_to(page, page.locator("input[name=code]"))
    page.keyboard.type(code_for(practice, email))
    page.keyboard.press("Enter")
    press(page, page.locator("main a[href='/uitnodiging/']"))
    press(page, page.locator("main form button[type=submit]"))
    expect(page).to_have_url("/vandaag/")
    press(page, page.locator("main a[href='/week/3/']").first)
    expect(page).to_have_url("/week/3/")
    press(page, page.locator("a[href='/week/3/oefening/w03-a/']").first)
    expect(page).to_have_url("/week/3/oefening/w03-a/")
    press(page, page.get_by_label("Mijn hart gaat snel"), "Space")
    tab_to(page, page.locator("[name=answer-eerste-teken]"))
    page.keyboard.type(WROTE)
    press(page, page.locator("button[value=share]"))
    see_it_shared(page, WROTE, "keyboard")
    written.append(WROTE)


def test_a_week_is_read_shared_and_answered_and_the_next_one_opens_by_itself(practice: Practice, visit: Visit, written: list[str]) -> None:
    email = invited(practice, "Ilse")
    client, coach = visit(PHONE), visit(DESK)
    log_in(client, practice, email, own_device=True)
    shot(client, "client-invitation")
    say_yes(client)
    read_week_three(client, "client")
    no_sideways(client)
    write_and_share(client, WROTE, "client")
    no_sideways(client)
    written.append(WROTE)
    assert client.goto("/week/4/").status == 404  # type: ignore[union-attr]
    shot(client, "client-week-4-not-yet")

    the_coach_answers(practice, coach)
    written.append(ANSWERED)

    client.goto("/")
    shot(client, "client-an-answer")
    client.get_by_role("link", name="Lees het antwoord").click()
    expect(client.locator("main")).to_contain_text(ANSWERED)
    shot(client, "client-reads-the-answer")
    mail = practice.mail(email, "geantwoord")
    assert not any(word in mail.as_string() for word in (*PLANTED, "Je venster"))

    practice.mail(email, "/week/3/")
    the_clock_moves_to_monday(practice, client, email)


def the_coach_answers(practice: Practice, coach: Page) -> None:
    log_in(coach, practice, COACH)
    shot(coach, "coach-second-factor")
    assert coach.request.get("/praktijk/").url.endswith("/praktijk/") is False
    second_factor(coach, practice, COACH)
    coach.locator("button[value=skip]").click()
    expect(coach).to_have_url("/praktijk/")
    shot(coach, "coach-desk")
    coach.locator("main h3 a", has_text=f"Ilse {SURNAME}").click()
    expect(coach.locator("main")).to_contain_text(WROTE)
    coach.locator("textarea[name=text]").fill(ANSWERED)
    shot(coach, "coach-answers")
    coach.locator("button[value=save]").click()
    expect(coach.locator("textarea[name=text]")).to_have_value(ANSWERED)
    coach.locator("button[value=publish]").click()
    expect(coach.locator("main [role=status], main .message, main .messages").first).to_be_visible()
    shot(coach, "coach-answered")
    coach.goto("/praktijk/")
    expect(coach.locator("main")).not_to_contain_text(f"Ilse {SURNAME}")


def the_clock_moves_to_monday(practice: Practice, client: Page, email: str) -> None:
    """Nobody looked for four days: that is refused once, and then told to be right. From there on all goes by itself."""
    practice.stop()
    practice.set_clock(MONDAY - timedelta(hours=11))
    refused = practice.command("open_due")
    assert refused.returncode == 1
    assert "add --catch-up" in refused.stderr
    assert practice.manage("open_due", "--catch-up").strip().endswith("opened")
    assert opened_at(practice, email, 4) is None

    practice.set_clock(MONDAY + timedelta(seconds=5))
    practice.start()
    client.goto("/week/4/")
    expect(client.locator("main")).to_contain_text("Week 4 van 12")
    shot(client, "client-week-4")
    practice.waited(lambda: opened_at(practice, email, 4), "opening of week 4 by beat and a worker", 75)
    half_past = MONDAY + timedelta(minutes=30)
    practice.waited(lambda: due_at(practice, email, 4) == half_past, "mail of week 4 that waits for half past seven", 30)
    assert not [mail for mail in practice.mails(email) if "/week/4/" in words_of(mail)]

    practice.move_clock(MONDAY + timedelta(minutes=29, seconds=50))
    mail = practice.mail(email, "/week/4/", 75)
    assert mail["Date"].datetime.replace(tzinfo=UTC) >= half_past  # "-0000" is UTC, and reads as no zone
    assert len([each for each in practice.mails(email) if "/week/4/" in words_of(each)]) == 1
    client.goto("/postvak/")
    expect(client.locator("details", has_text=email).first).to_contain_text("Week 4")
    shot(client, "mailbox")


def opened_at(practice: Practice, email: str, number: int) -> object:
    """When week `number` of somebody was stamped; None while it was not."""
    [(stamped,)] = practice.rows(
        "SELECT release.opened_at FROM programme_release AS release JOIN programme_week AS week ON week.id = release.week_id "
        "JOIN programme_enrolment AS enrolment ON enrolment.id = release.enrolment_id "
        f"JOIN accounts_user AS client ON client.id = enrolment.client_id WHERE client.email = '{email}' AND week.number = {number}"
    )
    return stamped


def due_at(practice: Practice, email: str, number: int) -> datetime | None:
    """When the mail about week `number` may go."""
    rows = practice.rows(
        "SELECT notice.due_at FROM notices_notice AS notice JOIN accounts_user AS client ON client.id = notice.recipient_id "
        f"WHERE client.email = '{email}' AND notice.kind = 'week-open' AND notice.key LIKE '%:{number}'"
    )
    if not rows:
        return None
    due = rows[0][0]
    return due if isinstance(due, datetime) else datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_nothing_that_anyone_wrote_stands_anywhere_as_it_was_written(practice: Practice, written: list[str]) -> None:
    assert written, "nobody wrote: this test needs the ones before it"
    backup = practice.folder / "backup"
    practice.manage("backup", str(backup))
    search = Search((*PLANTED, DOMAIN))
    search.look_in_files("folder", practice.folder)
    search.look_in_backup(backup)
    for alias, setting in (("default", "DATABASE_URL"), ("keyring", "KEYRING_URL")):
        search.look_in_rows(practice, alias)
        if practice.on_postgres:
            search.look_in_dump(practice, alias, practice.settings[setting])
            search.look_in_server(practice.settings[setting])
    if practice.on_postgres:
        search.look_in_redis(practice.settings["REDIS_URL"])

    assert {place: found - {DOMAIN} for place, found in search.found.items() if found - {DOMAIN}} == {}
    # That the search sees what is there: a plain address stands in each kind of place that knows people.
    seen = {place.partition(":")[0] for place in search.found}
    assert seen >= {"folder", "backup", "rows"} | ({"pg_dump", "WAL", "PostgreSQL"} if practice.on_postgres else set())
    assert any("var/mailbox/" in place for place in search.found)
    for part in ("portal.log", "var/mailbox/", "var/ring/", "var/run.lock"):
        assert any(part in place for place in search.places), part


@pytest.mark.parametrize("word", PLANTED)
def test_the_search_finds_a_word_however_it_is_spelt(word: str, tmp_path: Path) -> None:
    assert len(spellings(word)) >= 12
    for number, spelt in enumerate(hidden(word)):
        (tmp_path / f"{number}").write_bytes(b"\x00\xff before " + spelt + b" after")
    search = Search([word, "nergens"])
    search.look_in_files("planted", tmp_path)
    assert len(search.found) == len(search.places) == len(hidden(word))
    assert set.union(*search.found.values()) == {word}


def hidden(word: str) -> list[bytes]:
    """A sentence with the word in it, as programs write sentences down."""
    sentence = f"En toen de {word}, zei ik."
    packed = [base64.b64encode(sentence[cut:].encode()) for cut in range(3)]
    as_json = json.dumps({"text": sentence})
    return [
        sentence.encode(),
        sentence.encode("utf-16-le"),
        sentence.encode("utf-16-be"),
        as_json.encode(),
        base64.b64encode(as_json.encode()),
        base64.urlsafe_b64encode(sentence.encode()),
        sentence.encode().hex().encode(),
        quote(sentence).encode(),
        *packed,
    ]


def test_the_search_finds_a_word_planted_in_each_store(practice: Practice, tmp_path: Path) -> None:
    word, search = PLANTED[2], Search([PLANTED[2]])
    (practice.folder / "var" / "tmp" / "planted").write_text(WROTE)
    search.look_in_files("folder", practice.folder)
    assert set(search.found) == {"folder: var/tmp/planted"}
    (practice.folder / "var" / "tmp" / "planted").unlink()
    store = "from django.contrib.sessions.backends.db import SessionStore as S; s = S(); s['text'] = %r * 40; s.create()"
    practice.manage("shell", "-c", store % WROTE)
    search.look_in_rows(practice, "default")
    assert "rows: default.django_session, opened" in search.found
    if practice.on_postgres:
        with redis.Redis.from_url(practice.settings["REDIS_URL"]) as client:
            client.rpush("planted", json.dumps({"body": base64.b64encode(word.encode()).decode()}))
            search.look_in_redis(practice.settings["REDIS_URL"])
            client.delete("planted")
        assert "Redis: planted" in search.found
