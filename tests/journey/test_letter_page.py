"""The pages of the letter to oneself: one's own, closed until its day, and nothing of it lost or shown on the way."""

from collections.abc import Iterator

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from exercises.models import Letter
from tests.journey.pages import counted, hidden, read
from tests.journey.weeks import in_week
from tests.signed_in import signed_in

AT = "/logboek/brief/"
MINE = "Lieve ik, de reiger is er nog."


@pytest.fixture
def late(desk) -> Iterator[time_machine.Traveller]:
    """The evening on which week 11 has opened."""
    now = in_week(desk, 11)
    with time_machine.travel(now, tick=False) as clock:
        yield clock


@pytest.fixture
def noor(desk, late) -> Client:
    return signed_in(desk.client, in_week(desk, 11))


def write(browser: Client, words: str = MINE, deed: str = "close", **fields: str) -> HttpResponse:
    based_on = hidden(browser.get(AT), "based_on") if 'name="based_on" value' in browser.get(AT).content.decode() else ""
    return browser.post(AT, {"words": words, "deed": deed, "based_on": based_on} | fields, follow=True)


def test_before_week_eleven_it_says_when(desk) -> None:
    with time_machine.travel(in_week(desk, 3), tick=False):
        browser = signed_in(desk.client, in_week(desk, 3))
        page = browser.get(AT)
        assert "Vanaf week 11 kun je hier een brief aan jezelf schrijven." in read(page)
        assert "<textarea" not in page.content.decode()
        assert browser.post(AT, {"words": MINE, "deed": "close"}).status_code == 409
    assert not Letter.objects.exists()


def test_closed_it_is_kept_until_its_day_and_not_shown(noor) -> None:
    said = read(write(noor))
    assert "Je brief is bewaard tot maandag 26 april 2027." in said
    assert "reiger" not in said
    assert "reiger" not in noor.get(AT).content.decode()


def test_who_is_not_sure_of_the_address_hears_where_to_change_it(noor, desk) -> None:
    assert "Is er een adres dat je dan zeker nog leest?" in read(write(noor, address="unsure"))
    assert desk.client.email in read(noor.get(AT))


def test_kept_for_later_it_waits_on_the_page(noor) -> None:
    write(noor, deed="keep")
    assert MINE in noor.get(AT).content.decode()
    said = read(write(noor, MINE + " En de zwaan."))
    assert "Je brief is dicht" in said


def test_taken_back_it_is_on_the_page_again(noor) -> None:
    write(noor)
    said = read(noor.post(f"{AT}terug/", follow=True))
    assert "Je brief is weer open" in said
    assert MINE in said


def test_throwing_away_is_asked_once_more(noor) -> None:
    write(noor, deed="keep")
    assert "Deze brief weggooien?" in read(noor.post(f"{AT}weg/"))
    assert Letter.objects.exists()
    assert "De brief is weg." in read(noor.post(f"{AT}weg/", {"confirmed": "yes"}, follow=True))
    assert not Letter.objects.exists()


def test_on_its_day_it_opens(noor, desk, late) -> None:
    write(noor)
    letter = Letter.objects.get()
    late.move_to(letter.opens_at)
    page = signed_in(desk.client, letter.opens_at).get(AT)
    assert "Een brief van jezelf" in read(page)
    assert MINE in read(page)
    assert "<title>Logboek · Portaal</title>" in page.content.decode()


def test_two_pages_keep_both_texts(noor) -> None:
    write(noor, deed="keep")
    page = noor.post(AT, {"words": "Een tweede tekst.", "deed": "close", "based_on": ""})
    assert page.status_code == 409
    for words in (MINE, "Een tweede tekst."):
        assert words in read(page)
    assert "Er is intussen een andere tekst van deze brief" in read(page)


def test_nobody_else_has_it(noor, desk, stranger) -> None:
    write(noor, deed="keep")
    now = in_week(desk, 11)
    assert MINE not in signed_in(stranger, now).get(AT).content.decode()
    assert signed_in(desk.coach, now).get(AT).status_code == 404
    for deed in ("terug/", "weg/"):
        assert signed_in(stranger, now).post(AT + deed, {"confirmed": "yes"}).status_code == 404
        assert noor.get(AT + deed).status_code == 405
    assert Letter.objects.count() == 1


def test_a_session_that_ended_costs_no_word(desk, late) -> None:
    page = Client().post(AT, {"words": MINE * 3, "deed": "close"})
    assert page.status_code == 403
    assert MINE in page.content.decode()


ODD = ["", "   ", "\x00", "a" * 100_001, "<script>alert(1)</script>", "\u202e", "{{7*7}}", "e" + "\u0301" * 5000]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_an_odd_letter_breaks_nothing(noor, odd) -> None:
    page = noor.post(AT, {"words": odd, "deed": "close", "based_on": "gisteren", "address": "?", "enrolment": "1"})
    assert page.status_code in {302, 409, 422}
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize("based_on", ["0001-01-01", "9999-12-31T23:59:59", "x", "[]", "2026-11-23T08:00:00+99:00"])
def test_an_odd_place_to_begin_from_is_no_place(noor, based_on) -> None:
    write(noor, deed="keep")
    assert noor.post(AT, {"words": "Anders.", "deed": "keep", "based_on": based_on}).status_code == 409


def test_the_way_there_stands_where_it_is_time(noor, desk) -> None:
    for page in ("/logboek/", "/vandaag/"):
        assert ('href="/logboek/brief/"' in noor.get(page).content.decode()) == (page == "/vandaag/" or bool(desk.enrolment.logs.count()))
    desk.write({"kort": "x"})
    assert 'href="/logboek/brief/"' in noor.get("/logboek/").content.decode()


@pytest.mark.parametrize(("number", "said"), [(5, False), (6, True), (7, False), (12, True)])
def test_today_lays_then_beside_now_in_weeks_six_and_twelve(desk, number, said) -> None:
    now = in_week(desk, number)
    with time_machine.travel(now, tick=False):
        browser = signed_in(desk.client, now)
        browser.get("/vandaag/")
        with counted(13):
            page = browser.get("/vandaag/")
    assert ('href="/logboek/toen-en-nu/"' in page.content.decode()) == said


def test_the_page_asks_little(noor) -> None:
    write(noor, deed="keep")
    noor.get(AT)
    with counted(12):
        assert noor.get(AT).status_code == 200
