"""Before and after an exercise on its page, and landing: offered first or after, also without a script, and never in the way."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from exercises import logs
from exercises.models import Log
from journey import logbook
from tests.journey.pages import hidden, read
from tests.journey.test_any_day import TRIGGER
from tests.journey.test_exercise import PAGE, sent
from tests.people import NOW
from tests.signed_in import signed_in

FIRST = "Wil je eerst landen?"
SHOWN = "land-first--shown"


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        (PAGE, True),
        (TRIGGER, True),
        ("/week/1/oefening/w01-daily/", False),
        ("/logboek/nieuw/vrij/", False),
        ("/logboek/nieuw/plan/", False),
    ],
)
def test_all_ask_it_but_what_carries_its_own(noor, address, asked) -> None:
    assert ('name="answer-before-tension"' in noor.get(address).content.decode()) is asked


def test_a_closing_question_does_not_ask_it(noor, desk) -> None:
    desk.week.weekexercise_set.filter(exercise=desk.exercise).update(place="closing")
    assert "answer-before-tension" not in noor.get(PAGE).content.decode()


def test_landing_stands_ready_for_the_style_sheet_and_unseen_until_then(noor) -> None:
    page = noor.get(PAGE).content.decode()
    assert FIRST in page
    assert SHOWN not in page


@pytest.mark.parametrize(("tension", "shown"), [("8", True), ("10", True), ("7", False), ("none", False), ("unknown", False)])
def test_the_server_answers_the_first_step_stores_nothing_and_keeps_what_was_typed(noor, tension, shown) -> None:
    fields = sent("Al getypt", deed="look") | {"answer-before-tension": tension}
    answer = noor.post(PAGE, fields)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert (SHOWN in page) is shown
    assert "Al getypt" in page
    assert hidden(answer, "client_token") == fields["client_token"]
    assert re.search(rf'name="answer-before-tension" value="{tension}"[^>]* checked', page)
    assert not Log.objects.exists()


def test_the_first_step_says_what_cannot_be_kept(noor) -> None:
    answer = noor.post(PAGE, sent("half\x00", deed="look") | {"answer-before-tension": "11"})
    assert answer.status_code == 422
    assert "Dit is nog niet bewaard" in read(answer)


def test_high_tension_blocks_nothing(noor, desk) -> None:
    assert noor.post(PAGE, sent() | {"answer-before-tension": "10"}).status_code == 302
    assert logbook.opened(desk.client, Log.objects.get().latest, NOW) == {"verhaal": "Mijn zin.", "before-tension": 10}


@pytest.mark.parametrize("deed", ["keep", "share", "later"])
@pytest.mark.parametrize(("before", "after", "lands"), [("2", "5", True), ("", "9", True), ("9", "7", False), ("unknown", "none", False)])
def test_after_a_high_end_or_a_rise_landing_and_a_choice_stand_on_the_next_page(noor, deed, before, after, lands) -> None:
    answer = noor.post(PAGE, sent(deed=deed) | {"answer-before-tension": before, "answer-after-tension": after})
    page = noor.get(answer["Location"])
    said = read(page)
    for words in (
        "Er is nu veel spanning. Eerst dit.",
        "Voel je voeten",
        "Wat nu? Jij kiest",
        "Verder schrijven",
        "Iemand bellen",
        "Genoeg",
        "112",
    ):
        assert words in said or not lands, words
    assert ("Wat nu? Jij kiest" in said) is lands


def test_an_hour_later_it_is_only_something_that_was_written(noor, clock) -> None:
    answer = noor.post(PAGE, sent() | {"answer-after-tension": "10"})
    clock.move_to(NOW + timedelta(hours=1))
    assert "Wat nu? Jij kiest" not in read(noor.get(answer["Location"]))


def test_from_and_to_stand_in_the_log_as_a_band(noor) -> None:
    answer = noor.post(PAGE, sent() | {"answer-before-tension": "7", "answer-after-tension": "4", "answer-after-now": "Rustig hier"})
    page = noor.get(answer["Location"])
    assert "Spanning: vooraf 7, achteraf 4" in read(page)
    assert "Rustig hier" in read(page)
    assert page.content.decode().count("<circle") == 2


def test_the_coach_reads_the_line_and_no_figure(noor, desk) -> None:
    noor.post(PAGE, sent() | {"answer-before-tension": "7", "answer-after-tension": "4", "answer-after-now": "Rustig hier"})
    logs.share(log=Log.objects.get(), now=NOW)
    said = read(signed_in(desk.coach, NOW).get(f"/praktijk/{desk.enrolment.uuid}/week/1/"))
    assert "Rustig hier" in said
    assert "vooraf 7" not in said


def test_no_number_is_praised_on_any_page_of_it(noor) -> None:
    answer = noor.post(PAGE, sent() | {"answer-before-tension": "9", "answer-after-tension": "1"})
    said = read(noor.get(answer["Location"])).lower()
    assert not any(word in said for word in ("goed zo", "gedaald", "gezakt", "beter dan", "knap", "!"))


def test_one_may_skip_the_whole_of_it(noor) -> None:
    assert re.search(rf'href="{reverse("week", args=[1])}">\s*Sla deze over', noor.get(PAGE).content.decode())
