"""What was written or shared late: what the page says at night, and what it asks in the morning."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from exercises import logs
from exercises.models import Log
from notices.models import Notice
from programme import enrolment as programme_deeds
from tests.exercises.test_night import LATE, MORNING, local
from tests.journey.pages import counted, hidden, read
from tests.journey.test_exercise import PAGE, sent
from tests.people import NOW
from tests.signed_in import signed_in

TODAY = "/vandaag/"
SEVEN = local(24, 7)
ASKS = "Het is nog alleen van jou. Delen, bewaren, of weg?"


@pytest.fixture
def at(clock, desk) -> Callable[[datetime], Client]:
    """Noor's browser at another moment."""

    def moved(moment: datetime) -> Client:
        clock.move_to(moment)
        return signed_in(desk.client, moment)

    return moved


def drafted(desk, now=LATE) -> Log:
    return desk.write({"verhaal": "Laat nog iets."}, draft=True, now=now).log


def held(desk) -> Log:
    return logs.share(log=desk.write({"verhaal": "Laat nog iets."}, now=LATE).log, now=LATE)


def test_at_night_the_page_says_beforehand_when_it_arrives(at, noor) -> None:
    assert "Het is laat." not in read(noor.get(PAGE))
    said = read(at(LATE).get(PAGE))
    assert "Het is laat. Wat je nu deelt komt morgen om 09:00 bij Marit. Tot dan kun je het terughalen" in said
    assert "komt vandaag om 09:00 bij Marit" in read(at(local(24, 2)).get(PAGE))


def test_sharing_at_night_says_when_it_comes_and_nothing_of_it_is_a_promise_too_soon(at, desk) -> None:
    answer = at(LATE).post(PAGE, sent("Laat", deed="share"), follow=True)
    said = read(answer)
    assert "Het is laat. Dit komt morgen om 09:00 bij Marit. Tot dan kun je het terughalen" in said
    assert "Komt morgen om 09:00 bij Marit. Tot dan is het alleen van jou." in said
    assert "Je hebt uiterlijk donderdag 26 november, 18:00 antwoord." in said
    assert "tot 09:00 alleen van jou" in read(at(LATE).get("/logboek/"))


def test_taken_back_in_the_night_it_says_that_nobody_saw_it(at, desk) -> None:
    log = held(desk)
    said = read(at(LATE).post(reverse("log_withdraw", args=[log.uuid]), follow=True))
    assert "Teruggehaald. Het was de hele tijd alleen van jou: niemand heeft het gezien." in said
    assert "Terughalen" not in said


@pytest.mark.parametrize(("written", "words"), [(LATE, "Gisteravond schreef je iets"), (local(24, 2), "Vannacht schreef je iets")])
def test_in_the_morning_today_asks_and_gives_three_ways(at, desk, written, words) -> None:
    log = drafted(desk, written)
    assert ASKS not in read(at(local(24, 6, 59)).get(TODAY))
    page = at(SEVEN).get(TODAY)
    said = read(page)
    assert words in said
    assert ASKS in said
    assert [word in said for word in ("Delen met Marit", "Bewaren voor mezelf", "Weggooien")] == [True] * 3
    assert "Laat nog iets." not in said
    assert hidden(page, "number") == "1"
    assert reverse("log", args=[log.uuid]) in page.content.decode()


def test_it_asks_until_it_is_answered_and_later_with_the_day(at, desk) -> None:
    drafted(desk)
    assert "Op maandag 23 november schreef je laat nog iets" in read(at(local(27, 20)).get(TODAY))


def test_the_page_of_the_log_asks_too(at, desk) -> None:
    log = drafted(desk)
    said = read(at(SEVEN).get(reverse("log", args=[log.uuid])))
    assert ASKS in said
    assert "Lees het eerst terug" not in said
    assert said.count("Weggooien") == 1


def test_what_waits_for_nine_is_asked_about_until_nine(at, desk) -> None:
    held(desk)
    said = read(at(SEVEN).get(TODAY))
    assert ASKS in said
    assert "Als je niets zegt, komt het om 09:00 bij Marit." in said
    assert ASKS not in read(at(MORNING).get(TODAY))


def test_sharing_answers_it(at, desk) -> None:
    log = drafted(desk)
    browser = at(SEVEN)
    said = read(browser.post(reverse("log_share", args=[log.uuid]), {"number": "1"}, follow=True))
    assert "Gedeeld met Marit." in said
    assert ASKS not in read(browser.get(TODAY))
    log.refresh_from_db()
    assert log.visible_at == SEVEN


def test_sharing_what_waits_leaves_it_to_nine_and_asks_no_more(at, desk) -> None:
    log = held(desk)
    browser = at(SEVEN)
    assert "Dit komt vandaag om 09:00 bij Marit." in read(browser.post(reverse("log_share", args=[log.uuid]), {"number": "1"}, follow=True))
    assert ASKS not in read(browser.get(TODAY))
    log.refresh_from_db()
    assert log.visible_at == MORNING


@pytest.mark.parametrize("make", [drafted, held])
def test_keeping_answers_it_and_takes_back_what_waited(at, desk, make) -> None:
    log = make(desk)
    browser = at(SEVEN)
    said = read(browser.post(reverse("log_keep", args=[log.uuid]), follow=True))
    assert "Bewaard, voor jou alleen." in said
    assert "Alleen voor jou." in said
    assert ASKS not in read(browser.get(TODAY))
    log.refresh_from_db()
    assert log.visible_at is None
    assert not log.latest.draft
    assert not Notice.objects.filter(recipient=desk.coach).exists()


@pytest.mark.parametrize("make", [drafted, held])
def test_throwing_away_asks_once_more_and_then_it_is_gone(at, desk, make) -> None:
    log = make(desk)
    browser = at(SEVEN)
    address = reverse("log_discard", args=[log.uuid])
    page = browser.get(address)
    assert "Dit weggooien?" in read(page)
    assert "Laat nog iets." not in read(page)
    assert Log.objects.exists(), "looking throws nothing away"
    said = read(browser.post(address, {"number": hidden(page, "number")}, follow=True))
    assert "Weggegooid." in said
    assert not Log.objects.exists()
    assert browser.get(address).status_code == browser.post(address).status_code == 404
    assert ASKS not in read(browser.get(TODAY))


def test_what_arrived_in_the_meantime_is_neither_kept_back_nor_thrown_away(at, desk) -> None:
    log = held(desk)
    browser = at(MORNING)
    assert "intussen aangekomen" in read(browser.post(reverse("log_keep", args=[log.uuid]), follow=True))
    assert "Haal het eerst terug" in read(browser.post(reverse("log_discard", args=[log.uuid]), {"number": "1"}, follow=True))
    assert browser.get(reverse("log_discard", args=[log.uuid]))["Location"] == reverse("log", args=[log.uuid])
    assert Log.objects.shared().count() == 1


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 40, "\u0661", "2"])
def test_a_forged_number_throws_away_nothing_that_was_not_seen(at, desk, number) -> None:
    log = drafted(desk)
    at(SEVEN).post(reverse("log_discard", args=[log.uuid]), {"number": number})
    assert Log.objects.exists() == (number == "2")


@pytest.mark.parametrize("deed", ["log_keep", "log_discard", "log_both"])
def test_somebody_elses_is_not_there(desk, sam, deed) -> None:
    log = drafted(desk)
    address = reverse(deed, args=[log.uuid])
    for browser in (sam, signed_in(desk.coach, NOW)):
        assert browser.post(address).status_code in {404, 405}
        assert browser.get(address).status_code in {404, 405}
    assert Log.objects.exists()


@pytest.mark.parametrize("uuid", ["x", "1", "../", "00000000-0000-0000-0000-000000000000"])
def test_a_log_that_cannot_be_is_not_there(noor, uuid) -> None:
    for deed in ("bewaren", "weg", "beide"):
        assert noor.post(f"/logboek/{uuid}/{deed}/").status_code in {404, 405}


def test_after_the_end_the_morning_offers_no_sharing(at, desk) -> None:
    drafted(desk)
    programme_deeds.stop(enrolment=desk.enrolment, by=desk.client, now=LATE)
    said = read(at(SEVEN).get(TODAY))
    assert ASKS in said
    assert "Delen met" not in said


@pytest.mark.parametrize("count", [1, 3])
def test_today_still_asks_the_same_few_questions(at, desk, count) -> None:
    for _ in range(count):
        drafted(desk)
    browser = at(SEVEN)
    browser.get(TODAY)
    with counted(13):
        assert ASKS in read(browser.get(TODAY))


def test_by_night_is_by_the_clock_of_the_enrolment(at, desk) -> None:
    programme_deeds.change_clock(enrolment=desk.enrolment, zone="America/Curacao", hour=7, by=desk.client, now=NOW)
    evening_there = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # ten on Monday evening, as it is three at night in Amsterdam
    assert "komt morgen om 09:00 bij Marit" in read(at(evening_there).get(PAGE))
    assert "Het is laat." not in read(at(LATE).get(PAGE)), "half past five in the afternoon there"
