"""Where everybody comes in, what stands on every page, and the pages for what went wrong."""

import re

import pytest
from django.db import connections
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from portal import errors
from tests import people
from tests.journey.pages import read, words
from tests.people import NOW
from tests.signed_in import signed_in


def test_everybody_has_a_first_page(desk, noor, client) -> None:
    assert client.get("/")["Location"] == "/account/login/"
    assert noor.get("/")["Location"] == "/vandaag/"
    assert signed_in(desk.coach, NOW).get("/")["Location"] == "/praktijk/"
    assert signed_in(people.office(), NOW).get("/")["Location"] == "/kantoor/"


def test_help_needs_no_account_and_has_the_numbers_in_their_order(client, db) -> None:
    said = read(client.get("/hulp/"))
    order = [said.index(number) for number in ("112", "113", "0800-2000", "088 0767 000", "huisarts")]
    assert order == sorted(order)
    assert said.index("huisarts") < said.index("wordt niet meteen gelezen") < said.index("Wat het niet kan")
    page = client.get("/hulp/").content.decode()
    for number in ("112", "113", "08002000", "0880767000"):
        assert f'href="tel:{number}"' in page


def test_help_is_one_tap_away_on_every_page(noor) -> None:
    for address in ("/vandaag/", "/weken/", "/week/1/", "/week/1/oefening/w01-a/", "/logboek/", "/data/", "/week/9/"):
        page = noor.get(address).content.decode()
        assert 'popovertarget="help"' in page
        assert "088 0767 000" in page


def test_the_help_card_says_who_does_not_read_at_once(noor) -> None:
    for address in ("/vandaag/", "/week/1/oefening/w01-a/", "/logboek/"):
        page = words(noor.get(address).content.decode())
        assert "Marit leest niet meteen wat je hier schrijft." in page


def test_each_person_has_their_own_menu(desk, noor, client) -> None:
    def menu(browser: Client, address: str) -> str:
        page = browser.get(address).content.decode()
        return words(page[page.index("<nav") : page.index("</nav>")]) if 'class="nav ' in page else ""

    assert menu(noor, "/vandaag/") == "Vandaag Weken Logboek Berichten Data"
    assert menu(client, "/hulp/") == ""
    # The office's own pages on a phone, and one way to them on a desk, where they stand above each page.
    assert menu(signed_in(people.office(), NOW), "/hulp/") == "Vandaag Mensen Geld Mails Meer Beheer"
    assert menu(signed_in(desk.coach, NOW), "/hulp/").startswith("Praktijk")


@pytest.mark.parametrize(
    "address", ["/vandaag/", "/weken/", "/week/1/", "/week/1/oefening/w01-a/", "/logboek/", "/data/", "/data/pauze/", "/data/klok/"]
)
def test_every_page_is_neutral_in_its_tab_and_kept_by_nobody(noor, address) -> None:
    answer = noor.get(address)
    page = answer.content.decode()
    title = page[page.index("<title>") + 7 : page.index("</title>")]
    assert title.endswith("Portaal")
    assert "hecht" not in title.lower()
    assert "Tussenruimte" not in title
    assert answer["Cache-Control"] == "no-store, private"
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert re.search(r"<script\b(?![^>]*\bsrc=)", page) is None
    assert "style=" not in page


def test_english_is_a_language_of_the_portal(desk) -> None:
    desk.client.language = "en"
    desk.client.save(update_fields=["language"])
    browser = signed_in(desk.client, NOW)
    page = browser.get("/vandaag/")
    assert '<html lang="en">' in page.content.decode()
    assert "Welcome. Nothing is asked of you yet: first you land." in read(page)
    assert "Week 2 opens on Monday 30 November at 07:00." in read(page)


def test_the_page_for_an_error_needs_no_database(db) -> None:
    with translation.override("nl"):
        page = render_to_string("errors/500.html")
    said = words(page)
    assert "Er ging hier iets mis" in said
    assert "112" in said
    assert "kijk of je tekst er nog staat" in said


def test_the_page_for_an_error_asks_no_question(db, django_assert_num_queries, rf) -> None:
    with django_assert_num_queries(0, connection=connections["default"]):
        assert errors.server_error(rf.get("/")).status_code == 500


def test_what_is_not_there_says_what_to_do(noor) -> None:
    answer = noor.get("/week/13/")
    assert answer.status_code == 404
    assert "Deze pagina is er niet" in read(answer)
