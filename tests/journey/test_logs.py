"""The logbook: only one's own, the newest first, with what was shared and answered."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import AccessRecord
from exercises import logs, reviews
from exercises.models import Log, LogVersion
from tests.journey.pages import counted, read
from tests.people import NOW
from tests.signed_in import signed_in

BOOK = "/logboek/"
WORDS = "De zin die alleen Noor kent."


def answered(desk, log: Log, text: str = "Dag Noor, ik las het.") -> None:
    draft = reviews.save_draft(enrolment=desk.enrolment, week=desk.week, author=desk.coach, logs=[log], text=text, based_on=0, now=NOW)
    reviews.publish(review=draft.review, now=NOW)


def page_of(log: Log) -> str:
    return reverse("log", args=[log.uuid])


def test_an_empty_book_says_what_will_be_here(noor) -> None:
    said = read(noor.get(BOOK))
    assert "Hier komt wat jij schrijft" in said
    assert "Alleen jij kunt het lezen, tot je iets deelt." in said


def test_the_newest_stands_first_and_each_says_who_may_read_it(noor, desk) -> None:
    desk.write({"kort": "een"}, now=NOW - timedelta(minutes=3))
    logs.share(log=desk.write({"kort": "twee"}, now=NOW - timedelta(minutes=2)).log, now=NOW)
    desk.write({"kort": "drie"}, now=NOW - timedelta(minutes=1), draft=True)
    answered(desk, logs.share(log=desk.write({"kort": "vier"}).log, now=NOW))
    said = read(noor.get(BOOK))
    said = said[said.index("Week 1 vanaf") :]
    draft = said.index("concept, alleen voor jou")
    order = [said.index("gedeeld met Marit, beantwoord"), draft, said.index("gedeeld met Marit", draft), said.rindex("alleen voor jou")]
    assert order == sorted(order)


def test_what_was_changed_after_sharing_is_named(noor, desk) -> None:
    first = desk.write({"kort": "een"})
    logs.share(log=first.log, now=NOW)
    desk.write({"kort": "een en meer"}, client_token=first.log.client_token, based_on=1)
    assert "gedeeld met Marit; wat je daarna veranderde is alleen van jou" in read(noor.get(BOOK))
    assert "Een eerdere tekst is op maandag 23 november gedeeld met Marit." in read(noor.get(page_of(first.log)))


def test_no_word_of_anyone_stands_in_the_list(noor, desk) -> None:
    desk.write({"verhaal": WORDS})
    assert WORDS not in noor.get(BOOK).content.decode()


def test_the_book_of_another_is_not_there(noor, sam, desk) -> None:
    log = desk.write({"verhaal": WORDS}).log
    assert "Hier komt wat jij schrijft" in read(sam.get(BOOK))
    for address in (page_of(log), page_of(log).upper()):
        assert sam.get(address).status_code == 404
    for deed in ("log_share", "log_withdraw"):
        assert sam.post(reverse(deed, args=[log.uuid])).status_code == 404
    assert not Log.objects.shared().exists()


def test_the_coach_has_no_key_to_the_clients_door(desk) -> None:
    log = logs.share(log=desk.write({"verhaal": WORDS}).log, now=NOW)
    assert signed_in(desk.coach, NOW).get(page_of(log)).status_code == 404


def test_fifty_stand_on_a_page(noor, desk) -> None:
    first = desk.write({"kort": "x"}).log
    Log.objects.bulk_create(
        Log(
            enrolment=desk.enrolment,
            exercise=desk.exercise,
            week=desk.week,
            client_token=f"00000000-0000-4000-8000-{n:012}",
            started_at=NOW - timedelta(hours=n + 1),
        )
        for n in range(51)
    )
    page = noor.get(BOOK)
    assert len(re.findall(r'href="/logboek/[0-9a-f-]{36}/"', page.content.decode())) == 50
    assert "Bladzijde 1 van 2" in read(page)
    assert page_of(first) in page.content.decode()
    assert read(noor.get(BOOK, {"page": "2"})).count("Oefening w01-a") == 2
    assert noor.get(BOOK, {"page": "x"}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_book_asks_the_same_however_long_it_is(noor, desk, count) -> None:
    for _ in range(count):
        answered(desk, logs.share(log=desk.write({"kort": "x"}).log, now=NOW))
    noor.get(BOOK)
    with counted(8):
        assert noor.get(BOOK).status_code == 200


def test_one_reads_back_what_one_wrote_and_leaves_no_record(noor, desk) -> None:
    log = desk.write({"verhaal": WORDS, "spanning": 7, "wie": "thuis"}).log
    said = read(noor.get(page_of(log)))
    for words in (WORDS, "Wat gebeurde er?", "7", "Thuis", "Alleen voor jou."):
        assert words in said
    assert not AccessRecord.objects.exists()


def test_the_answer_stands_under_ones_own_words(noor, desk) -> None:
    log = logs.share(log=desk.write({"verhaal": WORDS}).log, now=NOW)
    answered(desk, log, "Dag Noor,\n\nik las het <b>rustig</b>.")
    said = read(noor.get(page_of(log)))
    assert said.index(WORDS) < said.index("Marit schreef je") < said.index("ik las het <b>rustig</b>.")
    for words in ("Terughalen", "Delen met"):
        assert words not in said


def test_a_draft_of_an_answer_is_not_there(noor, desk) -> None:
    log = logs.share(log=desk.write({"verhaal": WORDS}).log, now=NOW)
    reviews.save_draft(enrolment=desk.enrolment, week=desk.week, author=desk.coach, logs=[log], text="Nog niet af", based_on=0, now=NOW)
    said = read(noor.get(page_of(log)))
    assert "Nog niet af" not in said
    assert "Je hebt uiterlijk woensdag 25 november, 18:00 antwoord." in said


def test_sharing_and_taking_back(noor, desk) -> None:
    log = desk.write({"verhaal": WORDS}).log
    said = read(noor.post(reverse("log_share", args=[log.uuid]), {"number": "1"}, follow=True))
    assert "Gedeeld met Marit." in said
    assert Log.objects.shared().count() == 1
    said = read(noor.post(reverse("log_withdraw", args=[log.uuid]), follow=True))
    assert "Teruggehaald. Het is weer alleen van jou." in said
    assert not Log.objects.shared().exists()
    assert not LogVersion.objects.filter(shared__isnull=False).exists()


def test_what_was_answered_is_not_taken_back(noor, desk) -> None:
    log = logs.share(log=desk.write({"verhaal": WORDS}).log, now=NOW)
    answered(desk, log)
    noor.post(reverse("log_withdraw", args=[log.uuid]))
    assert Log.objects.shared().count() == 1


def test_only_the_text_that_was_seen_is_shared(noor, desk) -> None:
    first = desk.write({"kort": "een"})
    desk.write({"kort": "twee"}, client_token=first.log.client_token, based_on=1)
    noor.post(reverse("log_share", args=[first.log.uuid]), {"number": "1"})
    assert not Log.objects.shared().exists()


@pytest.mark.parametrize("deed", ["log_share", "log_withdraw"])
def test_looking_changes_nothing(noor, desk, deed) -> None:
    log = desk.write({"kort": "een"}).log
    assert noor.get(reverse(deed, args=[log.uuid])).status_code == 405


def test_earlier_texts_stay_readable(noor, desk) -> None:
    first = desk.write({"verhaal": "Zo begon het."})
    desk.write({"verhaal": "Zo werd het."}, client_token=first.log.client_token, based_on=1)
    said = read(noor.get(page_of(first.log)))
    assert said.index("Zo werd het.") < said.index("Eerdere teksten") < said.index("Zo begon het.")


def test_a_text_that_does_not_open_is_said_to_be_safe(noor, desk) -> None:
    log = desk.write({"verhaal": WORDS}).log
    LogVersion.objects.update(sealed=b"\x01" + bytes(60))
    page = noor.get(page_of(log))
    assert page.status_code == 200
    assert WORDS not in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_log_asks_the_same_however_often_it_was_changed(noor, desk, count) -> None:
    written = desk.write({"kort": "0"})
    for n in range(1, count):
        desk.write({"kort": str(n)}, client_token=written.log.client_token, based_on=n)
    noor.get(page_of(written.log))
    with counted(9):
        assert noor.get(page_of(written.log)).status_code == 200
