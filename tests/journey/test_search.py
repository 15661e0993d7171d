"""Searching in one's own words: found whatever the capitals and accents, and left nowhere."""

import unicodedata
from datetime import timedelta

import pytest
from django.http import HttpResponse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AccessRecord
from exercises import logs
from exercises.models import LogVersion
from journey import search
from journey.search import around, plain
from tests.exercises.test_planted import in_columns
from tests.journey.pages import counted, read
from tests.people import NOW
from tests.signed_in import signed_in

AT = "/logboek/zoeken/"
STORY = "’s Avonds zat ik in het café met Zoë. De reiger stond er ook, heel stil."


def asked(browser, words: object) -> HttpResponse:
    return browser.post(AT, {"words": words})


def test_capitals_accents_and_order_make_no_difference(noor, desk) -> None:
    desk.write({"verhaal": STORY})
    for words in ("reiger", "REIGER", "cafe", "café", "CAFÉ", "zoe", "'s avonds", "eiger sto", "stil reiger", "heel  stil"):
        said = read(asked(noor, words))
        assert "Het staat op één plek." in said, words
        assert "Oefening w01-a" in said


def test_only_what_somebody_typed_is_found(noor, desk) -> None:
    desk.write({"verhaal": STORY, "bewegingen": ["naar-voren"], "wie": "thuis"})
    for words in ("zwaan", "reiger zwaan", "Oefening", "naar-voren", "thuis"):
        assert "staat nergens in wat je schreef" in read(asked(noor, words)), words


def test_the_word_stands_marked_between_what_stands_around_it(noor, desk) -> None:
    desk.write({"verhaal": STORY})
    assert "De <mark>reiger</mark> stond er ook" in asked(noor, "reiger").content.decode()


def test_nothing_of_another_is_ever_found(noor, sam, desk, stranger) -> None:
    logs.share(log=desk.write({"verhaal": STORY}).log, now=NOW)
    assert "staat nergens" in read(asked(sam, "reiger"))
    coach = signed_in(desk.coach, NOW)
    assert coach.post(AT, {"words": "reiger"}).status_code == 404
    assert "Het staat op één plek." in read(asked(noor, "reiger"))


def test_the_word_goes_in_no_address_and_stays_nowhere(noor, desk) -> None:
    desk.write({"verhaal": STORY})
    page = asked(noor, "ReIgEr")
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert b"ReIgEr" not in in_columns()
    assert "<title>Logboek · Portaal</title>" in page.content.decode()
    assert 'method="post" action="/logboek/zoeken/"' in noor.get("/logboek/").content.decode()
    assert not AccessRecord.objects.exists()


def test_a_word_in_an_address_looks_for_nothing(noor, desk) -> None:
    desk.write({"verhaal": STORY})
    assert "reiger" not in noor.get(AT, {"words": "reiger"}).content.decode()


def test_only_the_newest_text_is_looked_through(noor, desk) -> None:
    first = desk.write({"verhaal": STORY})
    desk.write({"verhaal": "Iets anders."}, client_token=first.log.client_token, based_on=1)
    assert "staat nergens" in read(asked(noor, "reiger"))
    assert "Het staat op één plek." in read(asked(noor, "anders"))


def test_a_text_that_does_not_open_hides_no_other(noor, desk) -> None:
    broken = desk.write({"verhaal": STORY}, now=NOW - timedelta(minutes=30))
    desk.write({"verhaal": STORY})
    LogVersion.objects.filter(log=broken.log).update(sealed=b"\x01" + bytes(60))
    assert "Het staat op één plek." in read(asked(noor, "reiger"))


ODD = [
    "", "   ", "\x00", "a" * 201, "a" * 100_000, "\u202e", "<script>alert(1)</script>", "{{7*7}}", "%s%n", "'; DROP--", "é" * 200,
    "a" + "\u0301" * 150, "\u200b", "[.*", "👩‍👩‍👧", "İ", "ß",
]  # fmt: skip


def test_whatever_is_looked_for_breaks_nothing(noor, desk) -> None:
    desk.write({"verhaal": STORY})
    for odd in ODD:
        page = asked(noor, odd)
        assert page.status_code in {200, 422}, odd
        assert "<script>alert" not in page.content.decode()
    assert noor.post(AT, {"words": ["reiger", "zwaan"], "enrolment": "1"}).status_code == 200
    assert noor.post(AT, b"words=%ED%A0%80", content_type="application/x-www-form-urlencoded").status_code in {200, 422}


def test_what_was_found_is_shown_as_text(noor, desk) -> None:
    desk.write({"verhaal": "reiger <b>vet</b> <script>x</script>"})
    assert "<script>x" not in asked(noor, "reiger").content.decode()


def test_a_hundred_are_shown_and_more_is_said(noor, desk, monkeypatch) -> None:
    monkeypatch.setattr(search, "SHOWN", 2)
    for minute in range(3):
        desk.write({"verhaal": STORY}, now=NOW - timedelta(minutes=minute))
    page = asked(noor, "reiger")
    assert "Het staat op meer dan honderd plekken." in read(page)
    assert page.content.decode().count("<mark>") == 2


def test_what_was_not_looked_through_is_said(noor, desk, monkeypatch) -> None:
    monkeypatch.setattr(search, "MOST", 1)
    desk.write({"verhaal": "de oude zwaan"}, now=NOW - timedelta(minutes=30))
    desk.write({"verhaal": STORY})
    assert "wat ouder is niet" in read(asked(noor, "zwaan"))
    monkeypatch.setattr(search, "MOST", 2)
    assert "wat ouder is niet" not in read(asked(noor, "zwaan"))


@pytest.mark.parametrize("count", [1, 3])
def test_searching_asks_the_same_however_many_there_are(noor, desk, count) -> None:
    for minute in range(count):
        desk.write({"verhaal": STORY}, now=NOW - timedelta(minutes=minute))
    asked(noor, "reiger")
    with counted(11):
        asked(noor, "reiger")


@given(st.text(), st.text(min_size=1), st.text())
def test_what_is_written_is_found_and_cut_out_as_it_stands(before, word, after) -> None:
    compared, whole = plain(word), unicodedata.normalize("NFC", before + word + after)
    if compared and compared in plain(whole):
        left, hit, right = around(whole, compared)
        if hit:
            assert hit in whole
            assert compared in plain(hit)
        assert len(left) + len(right) <= search.BEFORE + search.AFTER + 2


@given(st.text())
def test_comparing_is_stable(text) -> None:
    assert plain(plain(text)) == plain(text) or not text.isascii()
    assert plain(text.upper()) == plain(text.lower()) or not text.isascii()
