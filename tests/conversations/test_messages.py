"""One practical thread: sealed, answered within working days, without read marks, closed with the programme."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core import mail

from accounts import absence
from accounts.models import AccessRecord, Practice
from accounts.refusal import Refused
from accounts.writing import BadText
from conversations import messages
from conversations.models import Message
from notices.delivery import deliver_batch
from notices.models import Notice
from programme import enrolment as deeds
from tests import people
from tests.conversations.pages import PLANTED, token_in
from tests.people import MONDAY, NOW
from tests.signed_in import body, signed_in

pytestmark = pytest.mark.django_db


def send(desk, author, text="Kan het ook om drie uur?", token=None, now=NOW) -> Message:
    return messages.send(enrolment=desk.enrolment, author=author, text=text, token=token or uuid4(), now=now)


# --- The deed ---
def test_a_message_of_a_client_is_promised_an_answer_two_working_days_later(desk) -> None:
    assert send(desk, desk.client).promised_at == datetime(2026, 11, 25, 17, 0, tzinfo=UTC)


def test_who_writes_again_keeps_the_first_promise(desk) -> None:
    first, second = send(desk, desk.client), send(desk, desk.client, now=NOW + timedelta(days=1))

    assert second.promised_at == first.promised_at


def test_days_on_which_the_coach_is_away_are_counted_in(desk) -> None:
    absence.plan(member=desk.coach, starts_on=date(2026, 11, 24), ends_on=date(2026, 12, 1), now=NOW)

    assert send(desk, desk.client).promised_at == datetime(2026, 12, 2, 17, 0, tzinfo=UTC)


def test_an_answer_takes_everything_off_the_desk(desk) -> None:
    send(desk, desk.client)
    send(desk, desk.client)
    send(desk, desk.coach, now=NOW + timedelta(hours=1))

    assert not Message.objects.waiting_for(desk.coach, NOW).exists()
    assert Message.objects.of(desk.enrolment).filter(answered_at=NOW + timedelta(hours=1)).count() == 2


def test_only_who_cares_has_it_on_their_desk(desk) -> None:
    send(desk, desk.client)

    assert Message.objects.waiting_for(desk.coach, NOW).count() == 1
    assert not Message.objects.waiting_for(people.coach("Ilse Anders"), NOW).exists()


def test_sent_twice_it_lands_once(desk) -> None:
    token = uuid4()

    assert send(desk, desk.coach, token=token) == send(desk, desk.coach, token=token)
    assert Notice.objects.filter(kind="message").count() == 1


def test_the_client_hears_that_it_is_there_and_no_word_of_it(desk) -> None:
    send(desk, desk.coach, PLANTED)
    [notice] = Notice.objects.filter(kind="message")
    deliver_batch(NOW)
    [sent] = [each for each in mail.outbox if "bericht" in each.subject]

    assert notice.recipient == desk.client
    assert PLANTED not in str(vars(notice)) + str(sent.message())
    assert "/berichten/" in sent.body


def test_in_a_pause_one_writes_and_after_the_end_no_more(desk) -> None:
    deeds.pause(enrolment=desk.enrolment, starts_on=MONDAY, ends_on=MONDAY + timedelta(days=7), by=desk.client, now=NOW)
    send(desk, desk.client)
    deeds.stop(enrolment=desk.enrolment, by=desk.client, now=NOW)

    for author in (desk.client, desk.coach):
        with pytest.raises(Refused, match="afgelopen"):
            send(desk, author)


def test_a_stranger_and_a_former_coach_send_nothing(desk) -> None:
    former = people.coach("Ilse Oud")
    relation = people.cares_for(former, desk.client)
    relation.ends_at = NOW - timedelta(minutes=1)
    relation.save(update_fields=["ends_at"])

    for author in (former, people.coach("Bea Vreemd"), people.client("Vreemde Klant")):
        with pytest.raises(Refused):
            send(desk, author)


def test_with_nobody_at_the_other_end_it_says_so(desk) -> None:
    desk.client.carers.update(ends_at=NOW - timedelta(minutes=1))

    with pytest.raises(Refused, match="niemand"):
        send(desk, desk.client)


@pytest.mark.parametrize("text", ["", "   \n\t", "\u00a0"])
def test_no_words_are_no_message(desk, text: str) -> None:
    with pytest.raises(Refused, match="woorden"):
        send(desk, desk.client, text)


@pytest.mark.parametrize("text", ["a\x00b", "half \ud800 teken", "x" * 100_001])
def test_what_cannot_be_kept_is_refused_in_a_sentence(desk, text: str) -> None:
    with pytest.raises(BadText):
        send(desk, desk.client, text)


def test_setting_aside_is_for_who_cares(desk) -> None:
    send(desk, desk.client)

    with pytest.raises(Refused):
        messages.set_aside(enrolment=desk.enrolment, by=people.coach("Ilse Anders"), now=NOW)
    assert messages.set_aside(enrolment=desk.enrolment, by=desk.coach, now=NOW) == 1
    assert messages.set_aside(enrolment=desk.enrolment, by=desk.coach, now=NOW) == 0


# --- The page ---
def test_client_and_coach_write_to_each_other(desk) -> None:
    client, coach = signed_in(desk.client, NOW), signed_in(desk.coach, NOW)
    token = token_in(body(client.get("/berichten/")))

    assert client.post("/berichten/", {"token": token, "text": PLANTED}).headers["Location"] == "/berichten/"
    assert "uiterlijk" in body(client.get("/berichten/"))
    page = body(coach.get(f"/praktijk/{desk.enrolment.uuid}/berichten/"))
    assert PLANTED in page
    coach.post(f"/praktijk/{desk.enrolment.uuid}/berichten/", {"token": token_in(page), "text": "Dat kan."})
    assert "Dat kan." in body(client.get("/berichten/"))


def test_reading_is_recorded_once_a_page_and_not_for_the_owner(desk) -> None:
    send(desk, desk.client)
    send(desk, desk.client)
    signed_in(desk.client, NOW).get("/berichten/")
    assert not AccessRecord.objects.exists()
    signed_in(desk.coach, NOW).get(f"/praktijk/{desk.enrolment.uuid}/berichten/")

    assert AccessRecord.objects.filter(purpose="messages", subject=desk.client.subject).count() == 1


def test_somebody_elses_thread_is_not_there(desk) -> None:
    send(desk, desk.client, PLANTED)
    other = people.enrolled(people.client("Daan Kok"), people.coach("Ilse Anders"))

    assert PLANTED not in body(signed_in(other.client, NOW).get("/berichten/"))
    for who in (people.coach("Bea Vreemd"), people.office(), other.client):
        assert signed_in(who, NOW).get(f"/praktijk/{desk.enrolment.uuid}/berichten/").status_code == 404


def test_somebody_elses_token_takes_nothing_over(desk) -> None:
    other = people.enrolled(people.client("Daan Kok"), desk.coach)
    sent = send(desk, desk.client, PLANTED)
    response = signed_in(other.client, NOW).post("/berichten/", {"token": str(sent.pk), "text": "Van mij."})

    assert response.status_code == 302
    assert Message.objects.get(pk=sent.pk).author == desk.client
    assert "Van mij." in body(signed_in(other.client, NOW).get("/berichten/"))


ODD = ["{{7*7}}", "<script>alert(1)</script>", "'; DROP TABLE x;--", "\u202eomgekeerd", "👩‍👩‍👧", "%s%n", "regel\r\nregel", "e\u0301" * 50]


@pytest.mark.parametrize("odd", ODD)
def test_odd_text_comes_back_as_it_was_typed_and_is_never_markup(desk, odd: str) -> None:
    browser = signed_in(desk.client, NOW)
    browser.post("/berichten/", {"token": str(uuid4()), "text": odd})
    response = browser.get("/berichten/")

    assert odd.split("\r\n", maxsplit=1)[0] in body(response)
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize("text", ["a\x00b", "x" * 100_001])
def test_what_is_refused_still_stands_in_the_box(desk, text: str) -> None:
    response = signed_in(desk.client, NOW).post("/berichten/", {"token": "geen token", "text": text})

    assert response.status_code == 422
    assert text[-50:] in body(response)
    assert not Message.objects.exists()


def test_a_long_thread_comes_in_pages_with_the_same_number_of_queries(desk, django_assert_max_num_queries) -> None:
    browser, counted = signed_in(desk.client, NOW), []
    browser.get("/berichten/")
    for total in (2, 45):
        for number in range(Message.objects.count(), total):
            send(desk, desk.client, f"Bericht nummer {number}.", now=NOW + timedelta(minutes=number))
        with django_assert_max_num_queries(16) as queries:
            page = body(browser.get("/berichten/"))
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert "Bericht nummer 44." in page
    assert "Bericht nummer 3." not in page
    assert "Bericht nummer 3." in body(browser.get("/berichten/?terug=1"))
    for odd in ("-1", "x", "9" * 50, "٣"):
        assert browser.get("/berichten/", {"terug": odd}).status_code == 200


def test_the_page_says_that_nothing_is_read_at_once_and_when_it_closes(desk) -> None:
    Practice(pk=1, hours="maandag tot en met donderdag").save()
    page = body(signed_in(desk.client, NOW).get("/berichten/"))

    assert "wordt niet meteen gelezen" in page
    assert "Maandag tot en met donderdag" in page
    assert "sluit samen met het traject" in page


def test_after_the_end_the_thread_stays_readable_and_offers_no_box(desk) -> None:
    send(desk, desk.client, PLANTED)
    deeds.stop(enrolment=desk.enrolment, by=desk.client, now=NOW)
    page = body(signed_in(desk.client, NOW).get("/berichten/"))

    assert PLANTED in page
    assert "<textarea" not in page
