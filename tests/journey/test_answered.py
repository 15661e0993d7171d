"""What a client does around an answer: put something on top, answer back once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from exercises import reviews
from exercises.models import AnswerBack, Log, Review
from tests import people
from tests.journey.pages import read
from tests.people import NOW
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db

EVENING = datetime(2026, 11, 23, 20, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
NOT_AT_ONCE = "Dit wordt niet meteen gelezen."


def answered(desk, log: Log) -> Review:
    draft = reviews.save_draft(enrolment=desk.enrolment, week=desk.week, author=desk.coach, logs=[log], text="Dag.", based_on=0, now=NOW)
    return reviews.publish(review=draft.review, now=NOW)


def test_putting_on_top_promises_no_time_and_outside_hours_shows_help_first(noor, desk, clock) -> None:
    at = f"/logboek/{desk.share().uuid}/"
    assert "Bovenaan leggen" in read(noor.get(at))
    by_day = read(noor.get(f"{at}bovenaan/"))
    assert "de dag van het antwoord blijft dezelfde" in by_day
    assert NOT_AT_ONCE in by_day
    assert 'id="help-first"' not in noor.get(f"{at}bovenaan/").content.decode()
    clock.move_to(EVENING)
    late = noor.get(f"{at}bovenaan/").content.decode()
    assert late.index('id="help-first"') < late.index("0800-2000") < late.index("de dag van het antwoord")


def test_it_is_done_by_a_button_only_and_once_a_week(noor, desk) -> None:
    one, two = desk.share(), desk.share()
    noor.get(f"/logboek/{one.uuid}/bovenaan/")
    assert not Log.objects.filter(on_top_at__isnull=False).exists()
    assert "Het ligt bovenaan." in read(noor.post(f"/logboek/{one.uuid}/bovenaan/", follow=True))
    assert "Eén keer per week" in read(noor.post(f"/logboek/{two.uuid}/bovenaan/", follow=True))
    assert list(Log.objects.filter(on_top_at__isnull=False)) == [one]
    assert "Bovenaan leggen" not in read(noor.get(f"/logboek/{two.uuid}/"))


def test_answering_back_is_once_and_says_that_nothing_follows(noor, desk) -> None:
    log = desk.share()
    review = answered(desk, log)
    page = read(noor.get(f"/logboek/{log.uuid}/"))
    assert "er komt geen apart antwoord op" in page
    assert NOT_AT_ONCE in page
    said = read(noor.post(f"/antwoord/{review.pk}/terug/", {"text": "Dank je <b>wel</b>."}, follow=True))
    assert "Je schreef terug op" in said
    assert "Stuur terug" not in said
    again = noor.post(f"/antwoord/{review.pk}/terug/", {"text": "En dit."})
    assert again.status_code == 409
    assert "En dit.</textarea>" in again.content.decode()
    assert AnswerBack.objects.count() == 1


@pytest.mark.parametrize("text", ["", "  ", "x" * 2001, "nul\x00"])
def test_odd_words_back_come_back_in_their_box(noor, desk, text) -> None:
    review = answered(desk, desk.share())
    response = noor.post(f"/antwoord/{review.pk}/terug/", {"text": text})
    assert response.status_code == 422
    assert text.strip("\x00 ")[:50] in response.content.decode()
    assert not AnswerBack.objects.exists()


def test_to_an_answer_of_another_or_one_that_is_not_there_nothing_can_be_said(noor, desk) -> None:
    review = answered(desk, desk.share())
    for who in (people.client("Ruben Smit"), people.coach("Joke Prins"), desk.coach):
        assert signed_in(who, NOW).post(f"/antwoord/{review.pk}/terug/", {"text": "Hoi"}).status_code == 404
    Review.objects.update(published_at=NOW + timedelta(hours=1))
    assert noor.post(f"/antwoord/{review.pk}/terug/", {"text": "Hoi"}).status_code == 404


def test_the_page_of_a_log_says_the_new_day_of_its_answer(noor, desk, clock) -> None:
    log = desk.share()
    assert "Je hebt uiterlijk woensdag 25 november, 18:00 antwoord" in read(noor.get(f"/logboek/{log.uuid}/"))
    clock.move_to(NOW + timedelta(days=3))
    said = read(noor.get(f"/logboek/{log.uuid}/"))
    assert "Marit weet het; het komt uiterlijk vrijdag 27 november om 18:00" in said
    assert "Je hebt uiterlijk" not in said
