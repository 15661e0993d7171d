""" "Nu even": for everybody, without a trace, and with one's own card on top."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from accounts.models import AccessRecord
from exercises.logs import write
from exercises.models import LogVersion
from journey.landing import LANDINGS, MOVEMENTS, QUESTIONS
from programme.models import Exercise, Release, WeekExercise
from tests import people
from tests.journey.pages import counted, read
from tests.people import NOW
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db

CARD = {"hoog": "Koud water, blokje om", "laag": "Raam open, muziek", "zin": "Ik hoef nu niets te beslissen <b>"}
FIELDS = [
    {"type": "short", "id": id_, "value": {"question": question, "help": ""}}
    for id_, question in (("hoog", "Wat doe je als het te hoog is?"), ("laag", "Wat doe je als het te laag is?"), ("zin", "Welke zin?"))
]
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)\b", re.IGNORECASE)


@pytest.fixture
def card_exercise(desk) -> Exercise:
    made = Exercise.objects.create(programme=desk.enrolment.programme, source_id="w03-c", title="Mijn kaart", minutes=6, intro="")
    made.fields = FIELDS
    made.save()
    made.freeze()
    week = desk.enrolment.programme.weeks.get(number=3)
    WeekExercise.objects.create(week=week, exercise=made, position=9, place="more")
    Release.objects.of(desk.enrolment).filter(week=week).update(opened_at=NOW, opens_at=NOW)
    return made


def keep(desk, exercise: Exercise, **changes: Any) -> None:
    week = desk.enrolment.programme.weeks.get(number=3)
    deed: dict[str, Any] = {"enrolment": desk.enrolment, "exercise": exercise, "week": week, "answers": CARD, "based_on": 0}
    write(**deed | {"draft": False, "client_token": people.token(), "now": NOW} | changes)


def writes(browser: Client) -> list[str]:
    with CaptureQueriesContext(connections["default"]) as texts, CaptureQueriesContext(connections["keyring"]) as keys:
        answer = browser.get("/nu-even/")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert not answer.cookies
    return [query["sql"] for query in [*texts.captured_queries, *keys.captured_queries] if WRITES.match(query["sql"])]


def test_it_needs_no_account_and_says_what_helps() -> None:
    said = read(Client().get("/nu-even/"))

    for words in ("Hoe hoog zit het?", "Hoe aanwezig ben je?", "Welke beweging wil er komen?", "Weet ik niet"):
        assert words in said
    for words in ("Genoeg", "Schrijven en niet versturen", "Iemand bellen", "088 0767 000", "wordt niet meteen gelezen"):
        assert words in said
    assert "Drie tikken bewaren" not in said


def test_a_visit_writes_nothing_anywhere_and_sets_no_cookie(desk, noor, card_exercise, clock) -> None:
    keep(desk, card_exercise)

    assert writes(Client()) == []
    assert writes(Client(headers={"accept-language": "en"})) == []
    assert writes(noor) == []
    # Long enough after the last page that any other page would write down that somebody is here.
    clock.shift(timedelta(hours=1))
    assert writes(noor) == []
    with CaptureQueriesContext(connections["default"]) as asked:
        noor.get("/hulp/")
    assert any("UPDATE" in query["sql"] and "session" in query["sql"] for query in asked.captured_queries)
    assert AccessRecord.objects.count() == 0


def test_whose_session_is_over_finds_the_page_of_everybody_and_is_not_logged_out_by_it(desk, noor, card_exercise, clock) -> None:
    keep(desk, card_exercise)
    noor.get("/vandaag/")
    clock.shift(timedelta(days=15))

    assert writes(noor) == []
    assert "Koud water, blokje om" not in noor.get("/nu-even/").content.decode()
    assert noor.get("/vandaag/").status_code == 302


def test_no_tap_and_no_word_can_be_sent() -> None:
    page = Client().get("/nu-even/").content.decode()

    assert "<form" not in page
    assert 'type="submit"' not in page
    assert "<button" not in re.sub(r'<button type="button"', "", page)
    textarea = re.search(r"<textarea[^>]*>", page)
    assert textarea
    assert "name=" not in textarea.group()
    assert 'spellcheck="false"' in textarea.group()
    assert Client().post("/nu-even/", {"unsent": "niet versturen"}).status_code == 405


def test_it_is_small_asks_few_questions_and_is_kept_by_no_cache(desk, noor, card_exercise) -> None:
    keep(desk, card_exercise)
    with counted(1):
        answer = Client().get("/nu-even/")
    assert len(answer.content) < 15_000
    assert answer["Cache-Control"] == "no-store, private"
    with counted(8):
        answer = noor.get("/nu-even/")
    assert len(answer.content) < 15_000


def test_ones_own_card_stands_on_top(desk, noor, card_exercise) -> None:
    keep(desk, card_exercise)

    said = read(noor.get("/nu-even/"))

    assert said.index("Koud water, blokje om") < said.index("Hoe hoog zit het?")
    assert "Ik hoef nu niets te beslissen <b>" in said
    assert "&lt;b&gt;" in noor.get("/nu-even/").content.decode()


def test_the_newest_card_counts_and_a_draft_is_no_card_yet(desk, noor, card_exercise) -> None:
    keep(desk, card_exercise)
    keep(desk, card_exercise, answers={"zin": "Dit ken ik."}, now=NOW + timedelta(minutes=1))
    keep(desk, card_exercise, answers={"zin": "Halverwege"}, draft=True, now=NOW + timedelta(minutes=2))

    said = read(noor.get("/nu-even/"))

    assert "Dit ken ik." in said
    assert "Halverwege" not in said
    assert "Koud water, blokje om" not in said


def test_nobody_else_sees_that_card(desk, noor, sam, card_exercise) -> None:
    keep(desk, card_exercise)

    for browser in (
        Client(),
        sam,
        signed_in(desk.coach, NOW),
        signed_in(people.office(), NOW),
        signed_in(desk.coach, NOW, second_factor=False),
    ):
        answer = browser.get("/nu-even/")
        assert answer.status_code == 200
        assert "blokje" not in answer.content.decode()
        assert "Je kaart" not in read(answer)


def test_a_card_that_cannot_be_opened_leaves_the_page_as_it_is(desk, noor, card_exercise) -> None:
    keep(desk, card_exercise)
    LogVersion.objects.update(number=F("number"), sealed=b"\x01kapot")

    answer = noor.get("/nu-even/")

    assert answer.status_code == 200
    assert "Je kaart" not in read(answer)
    assert "Hoe hoog zit het?" in read(answer)


def test_who_is_logged_in_may_write_it_down_in_three_taps(desk, noor) -> None:
    page = noor.get("/nu-even/")

    assert 'href="/logboek/nieuw/moment/"' in page.content.decode()
    assert "gaat niet vanzelf mee" in read(page)
    assert noor.get("/logboek/nieuw/moment/").status_code == 200


def test_somebody_without_a_programme_finds_the_page_of_everybody() -> None:
    said = read(signed_in(people.client("Nieuw Iemand"), NOW).get("/nu-even/"))

    assert "Hoe hoog zit het?" in said
    assert "Drie tikken bewaren" not in said


def test_every_page_of_a_client_has_it_one_tap_away(noor, desk) -> None:
    for browser, address in [(noor, at) for at in ("/vandaag/", "/weken/", "/week/1/", "/logboek/", "/week/9/")] + [
        (Client(), "/account/login/")
    ]:
        assert 'href="/nu-even/"' in browser.get(address).content.decode(), address
    assert 'href="/nu-even/"' not in signed_in(desk.coach, NOW).get("/praktijk/").content.decode()


def test_three_doors_each_and_ninety_seconds_by_each() -> None:
    for landing in LANDINGS:
        assert [door.name for door in landing.doors] == ["around", "body", "moving"]
        for door in landing.doors:
            assert 80 <= sum(seconds for _, seconds in door.steps) <= 100, (landing.name, door.name)


def test_never_breath_first_never_closed_eyes_never_a_safe_place() -> None:
    for language in ("nl", "en"):
        page = read(Client().get("/nu-even/", headers={"accept-language": language})).lower()
        for word in (
            "adem in",
            "adem diep",
            "adem uit",
            "breathe in",
            "breathe out",
            "ogen dicht",
            "close your eyes",
            "veilige plek",
            "safe place",
        ):
            assert word not in page
        for landing in LANDINGS:
            for door in landing.doors:
                assert not any("breath" in str(words) or "adem" in str(words) for words, _ in door.steps)


def test_not_knowing_is_an_answer_to_every_question_and_each_movement_has_a_sentence() -> None:
    for question in QUESTIONS:
        assert str(question.choices[-1][0]).endswith("-unknown")
    movements = [name for name, _ in QUESTIONS[2].choices if not name.endswith("-unknown")]
    assert [name for name, _ in MOVEMENTS] == movements


def test_the_style_sheet_knows_every_tap_that_it_answers() -> None:
    sheet = (settings.BASE_DIR / "static" / "css" / "components" / "rightnow.css").read_text()
    names = {name for question in QUESTIONS for name, _ in question.choices}
    assert set(re.findall(r"#([a-z-]+):checked", sheet)) <= names
    assert {f"rightnow__movement--{name}" for name, _ in MOVEMENTS} <= set(re.findall(r"rightnow__movement--[a-z]+", sheet))


def test_the_addresses_that_leave_no_trace_are_this_one_and_the_brake() -> None:
    assert {resolve(address).url_name for address in settings.LEAVES_NO_TRACE} == {"now", "brake"}
