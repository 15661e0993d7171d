"""What is written on any day: the list, the trigger log in three taps and told later, a free entry, a plan; today's two minutes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from exercises.models import Log
from journey import logbook
from programme import enrolment as deeds
from programme.models import Enrolment, Exercise, Release, Status
from tests.journey.pages import counted, hidden, read
from tests.people import NOW
from tests.signed_in import signed_in

TRIGGER = "/logboek/nieuw/moment/"
PLAN = "/logboek/nieuw/plan/"
FREE = "/logboek/nieuw/vrij/"
DAILY = "/week/1/oefening/w01-daily/"
THREE = {"answer-lijf": "warm", "answer-eerste-beweging": "naar-voren", "answer-ruimte": "heel-even"}


def sent(deed: str = "keep", **fields: str) -> dict[str, str]:
    return {"client_token": str(uuid4()), "based_on": "0", "version": "1", "deed": deed} | fields


def answers(desk, log: Log | None = None) -> dict[str, object]:
    log = log or Log.objects.get()
    return logbook.opened(desk.client, log.latest, NOW) or {}


def go_on(browser, log: Log, address: str, **fields: str) -> object:
    page = browser.get(address, {"log": log.uuid})
    kept = {name: hidden(page, name) for name in ("client_token", "based_on", "version")}
    return browser.post(address, kept | {"deed": "keep"} | fields)


def test_the_list_names_what_can_be_added_and_where(noor) -> None:
    page = noor.get("/logboek/nieuw/")
    for address in (TRIGGER, DAILY, FREE, PLAN):
        assert f'href="{address}"' in page.content.decode()
        assert noor.get(address).status_code == 200
    assert "Dit wordt niet meteen gelezen." in read(page)


def test_it_is_reached_from_today_and_from_right_now(noor, desk) -> None:
    desk.write({"kort": "ja"})
    for page in ("/vandaag/", "/nu-even/"):
        assert f'href="{TRIGGER}"' in noor.get(page).content.decode()


def test_it_is_reached_from_the_logbook_empty_and_full(noor, desk) -> None:
    assert 'href="/logboek/nieuw/"' in noor.get("/logboek/").content.decode()
    desk.write({"kort": "ja"})
    assert 'href="/logboek/nieuw/"' in noor.get("/logboek/").content.decode()


def test_three_taps_make_a_complete_one_in_the_week_that_is_open(noor, desk) -> None:
    answer = noor.post(TRIGGER, sent(**THREE))
    log = Log.objects.get()
    assert answer["Location"] == reverse("log", args=[log.uuid])
    assert log.week == desk.week
    assert answers(desk) == {"lijf": ["warm"], "eerste-beweging": "naar-voren", "ruimte": "heel-even"}
    said = read(noor.get(answer["Location"]))
    assert "Dit is af zoals het is" in said
    assert "Vertel erbij" in said


@pytest.mark.parametrize("token", ["none", "unknown"])
def test_nothing_and_i_do_not_know_make_one_too(noor, desk, token) -> None:
    taps = dict.fromkeys(THREE, token)
    assert noor.post(TRIGGER, sent(**taps)).status_code == 302
    assert answers(desk) == {"lijf": [token], "eerste-beweging": token, "ruimte": token}


def test_the_story_comes_the_next_day_and_goes_into_the_same_log(noor, desk, clock) -> None:
    noor.post(TRIGGER, sent(**THREE))
    log = Log.objects.get()
    clock.move_to(NOW + timedelta(days=1))
    answer = go_on(noor, log, TRIGGER, **THREE, **{"answer-verhaal": "Het ging over de afwas.", "answer-terug": "uur"})
    assert answer["Location"] == reverse("log", args=[log.uuid])
    assert Log.objects.count() == 1
    assert answers(desk)["verhaal"] == "Het ging over de afwas."
    assert "Vertel erbij" not in read(noor.get(answer["Location"]))


def test_a_log_of_last_week_stays_in_its_week(noor, desk, clock) -> None:
    noor.post(TRIGGER, sent(**THREE))
    log = Log.objects.get()
    clock.move_to(NOW + timedelta(days=8))
    go_on(noor, log, TRIGGER, **THREE, **{"answer-verhaal": "Later."})
    log.refresh_from_db()
    assert Log.objects.count() == 1
    assert log.week == desk.week


def test_after_the_programme_it_belongs_to_no_week(noor, desk) -> None:
    Release.objects.update(opened_at=NOW)
    Enrolment.objects.filter(pk=desk.enrolment.pk).update(status=Status.COMPLETED, ended_at=NOW - timedelta(days=1))
    assert noor.post(FREE, sent(**{"answer-verhaal": "Voor mij."})).status_code == 302
    log = Log.objects.get()
    assert log.week is None
    assert noor.get(reverse("log", args=[log.uuid])).status_code == 200
    assert go_on(noor, log, FREE, **{"answer-verhaal": "Voor mij, nog wat."}).status_code == 302
    assert Log.objects.count() == 1


def test_a_draft_of_a_free_entry_waits_also_when_the_next_week_has_opened(noor, clock) -> None:
    noor.post(FREE, sent("later", **{"answer-verhaal": "Half werk"}))
    clock.move_to(NOW + timedelta(days=8))
    assert "Half werk" in noor.get(FREE).content.decode()


def test_the_two_minutes_of_today_open_again_and_tomorrow_they_are_fresh(noor, clock) -> None:
    noor.post(DAILY, sent(**{"answer-spanning": "4"}))
    log = Log.objects.get()
    noor.post("/week/1/oefening/w01-a/", sent(**{"answer-kort": "ja"}))
    assert "Vandaag staat er al" in read(noor.get("/vandaag/"))
    page = noor.get(DAILY)
    assert hidden(page, "client_token") == str(log.client_token)
    clock.move_to(NOW + timedelta(hours=14, minutes=59))
    assert hidden(noor.get(DAILY), "based_on") == "1"
    clock.move_to(NOW + timedelta(hours=15))  # midnight in Amsterdam
    assert hidden(noor.get(DAILY), "based_on") == "0"
    assert "Vandaag staat er al" not in read(noor.get("/vandaag/"))


def test_a_plan_is_asked_about_after_its_moment_for_three_days_until_it_is_told(noor, desk, clock) -> None:
    noor.post(PLAN, sent(**{"answer-wat": "Een kwartier buiten", "answer-moment": "2026-11-23T12:00", "answer-verwacht": "6"}))
    log = Log.objects.get()
    asks = f'href="{PLAN}?log={log.uuid}"'
    for hours, asked in ((0, False), (2.9, False), (3, True), (74, True), (75, False)):
        clock.move_to(NOW + timedelta(hours=hours))
        page = noor.get("/vandaag/").content.decode()
        assert (asks in page) is asked, hours
        assert "Een kwartier buiten" not in page
    clock.move_to(NOW + timedelta(hours=5))
    go_on(noor, log, PLAN, **{"answer-wat": "Een kwartier buiten", "answer-moment": "2026-11-23T12:00", "answer-ervaren": "none"})
    assert asks not in noor.get("/vandaag/").content.decode()
    assert answers(desk)["ervaren"] == "none"


def test_today_asks_a_bounded_number_of_questions_with_one_plan_and_with_many(noor, desk) -> None:
    plan = Exercise.objects.get(kind=Exercise.Kind.PLANNED)
    noor.get("/vandaag/")
    for _ in range(4):
        desk.write({"wat": "Lopen", "moment": "2026-11-23T08:00"}, exercise=plan)
        with counted(17):
            assert "Hoe was het?" in read(noor.get("/vandaag/"))


def test_who_has_no_open_week_is_told_when_and_writes_nothing(noor, desk) -> None:
    Release.objects.update(opens_at=NOW + timedelta(days=3), opened_at=None)
    assert "zodra je eerste week open is" in read(noor.get("/logboek/nieuw/"))
    assert noor.get(TRIGGER).status_code == 404
    assert noor.post(TRIGGER, sent(**THREE)).status_code == 404
    assert not Log.objects.exists()


def test_who_stopped_reads_and_gets_what_they_typed_back(noor, desk) -> None:
    Release.objects.update(opened_at=NOW)
    deeds.stop(enrolment=desk.enrolment, by=desk.client, now=NOW)
    answer = noor.post(FREE, sent(**{"answer-verhaal": "Toch nog iets"}))
    assert answer.status_code == 409
    assert "Toch nog iets" in answer.content.decode()
    assert not Log.objects.exists()


def test_a_strangers_log_is_not_there_and_their_token_begins_one_of_ones_own(noor, sam, desk, stranger) -> None:
    noor.post(TRIGGER, sent(**THREE))
    log = Log.objects.get()
    assert sam.get(TRIGGER, {"log": log.uuid}).status_code == 404
    sam.post(TRIGGER, sent(**THREE, client_token=str(log.client_token)))
    assert Log.objects.of_client(desk.client).count() == Log.objects.of_client(stranger).count() == 1


def test_who_works_here_has_no_such_pages(desk) -> None:
    browser = signed_in(desk.coach, NOW)
    for address in (TRIGGER, FREE, PLAN):
        assert browser.post(address, sent(**THREE)).status_code == 404
    assert not Log.objects.exists()


@pytest.mark.parametrize("word", ["vandaag", "onbekend", "MOMENT", "moment%00", "..%2f", "-1", "9" * 300])
def test_another_word_is_not_there(noor, word) -> None:
    assert noor.get(f"/logboek/nieuw/{word}/").status_code == 404


@pytest.mark.parametrize("token", ["", "null", "-1", "\x00", "[]", "{}", "9" * 5000], ids=range(7))
def test_a_broken_token_costs_nobody_their_taps(noor, desk, token) -> None:
    assert noor.post(TRIGGER, sent(**THREE, client_token=token)).status_code == 302
    assert answers(desk)["lijf"] == ["warm"]


def test_a_moment_or_a_body_that_cannot_be_gets_a_sentence_and_keeps_the_rest(noor) -> None:
    answer = noor.post(
        TRIGGER, sent(**THREE | {"answer-lijf": "hart\x00", "answer-wanneer": "9999-12-31T23:59", "answer-verhaal": "blijft"})
    )
    assert answer.status_code == 422
    assert "blijft" in answer.content.decode()
    assert "Dit is nog niet bewaard" in read(answer)
    assert not Log.objects.exists()
