"""Who read what: by the day, never by the hour, and not at once."""

from datetime import UTC, datetime, timedelta

from conversations import appointments, messages, notes
from exercises import logs, reviews, voices, whole
from exercises.models import Log
from journey.readers import readings
from tests import people
from tests.accounts.sounds import a_wav
from tests.journey.pages import counted, read
from tests.people import NOW
from tests.signed_in import signed_in

PAGE = "/account/gelezen/"


def shared(desk, text: str = "iets") -> Log:
    written = desk.write({"kort": text})
    logs.share(log=written.log, now=NOW)
    return written.log


def coach_reads(desk, clock, at: datetime) -> None:
    clock.move_to(at)
    assert signed_in(desk.coach, at).get(f"/praktijk/{desk.enrolment.uuid}/week/1/").status_code == 200


def said(who, clock, at: datetime) -> str:
    clock.move_to(at)
    return read(signed_in(who, at).get(PAGE)).partition("Wat er gelezen is")[2]


def test_before_anybody_read_anything_the_page_says_what_will_be_here(noor) -> None:
    assert "Als iemand iets van jou heeft gelezen, staan hier de dag en de naam." in read(noor.get(PAGE))


def test_it_shows_the_day_and_the_name_and_how_many_texts_and_never_an_hour(desk, clock) -> None:
    shared(desk), shared(desk, "nog iets")
    # Looked at twice: still two texts. 13:37 on Tuesday, local.
    for minutes in (37, 52):
        coach_reads(desk, clock, datetime(2026, 11, 24, 12, minutes, tzinfo=UTC))
    words = said(desk.client, clock, NOW + timedelta(days=7))
    assert "Dinsdag 24 november 2026 Marit Veenstra las 2 teksten." in words
    assert "13:" not in words
    assert "12:" not in words
    assert words.count("november 2026") == 1


def test_it_appears_only_after_a_whole_day_and_with_the_day_so_that_its_moment_tells_nothing(desk, clock) -> None:
    shared(desk)
    at = datetime(2026, 11, 24, 12, 37, tzinfo=UTC)
    coach_reads(desk, clock, at)
    assert "Marit" not in said(desk.client, clock, at + timedelta(hours=23))
    assert "Marit" not in said(desk.client, clock, at + timedelta(hours=25)), "the hour would be told by when it appears"
    assert "Marit" in said(desk.client, clock, datetime(2026, 11, 25, 23, 0, tzinfo=UTC)), "midnight in Amsterdam"


def test_once_the_answer_is_there_it_need_not_wait(desk, clock) -> None:
    log = shared(desk)
    at = NOW + timedelta(hours=3)
    coach_reads(desk, clock, at)
    assert "Marit" not in said(desk.client, clock, at)
    drafted = reviews.save_draft(
        enrolment=desk.enrolment, week=desk.week, author=desk.coach, logs=[log], text="Dank je.", based_on=0, now=at
    )
    assert "Marit" not in said(desk.client, clock, at), "a draft is no answer"
    reviews.publish(review=drafted.review, now=at)
    assert "Marit Veenstra las één tekst." in said(desk.client, clock, at + timedelta(days=2))


def test_reading_an_answer_back_is_no_reading_of_the_client(desk, clock) -> None:
    log = shared(desk)
    drafted = reviews.save_draft(
        enrolment=desk.enrolment, week=desk.week, author=desk.coach, logs=[log], text="Dank je.", based_on=0, now=NOW
    )
    reviews.publish(review=drafted.review, now=NOW)
    coach_reads(desk, clock, NOW + timedelta(days=1))
    assert "las één tekst." in said(desk.client, clock, NOW + timedelta(days=9))


def test_another_client_sees_nothing_of_it(desk, stranger, clock) -> None:
    shared(desk)
    coach_reads(desk, clock, NOW + timedelta(hours=1))
    assert "Marit" not in said(stranger, clock, NOW + timedelta(days=9))


def test_a_day_is_the_clients_own_day(desk, clock) -> None:
    shared(desk)
    desk.client.zone = "Pacific/Auckland"
    desk.client.save(update_fields=["zone"])
    coach_reads(desk, clock, datetime(2026, 11, 24, 20, 0, tzinfo=UTC))
    assert "Woensdag 25 november 2026" in said(desk.client, clock, NOW + timedelta(days=9))


def test_it_asks_the_same_with_one_reading_and_with_many(desk, clock) -> None:
    for count in (1, 6):
        for _ in range(count):
            shared(desk)
        coach_reads(desk, clock, NOW + timedelta(hours=count))
        clock.move_to(NOW + timedelta(days=5))
        browser = signed_in(desk.client, NOW + timedelta(days=5))
        browser.get(PAGE)
        with counted(9):
            assert browser.get(PAGE).status_code == 200
        clock.move_to(NOW)


def test_somebody_without_a_programme_has_an_empty_page(db, clock) -> None:
    assert "Als iemand iets van jou heeft gelezen" in said(people.client("Iris Bos"), clock, NOW)


def test_looking_as_the_client_stands_there_by_the_day_and_not_at_once(desk, clock) -> None:
    coach = signed_in(desk.coach, NOW)
    for page in ("", "weken/"):
        assert coach.get(f"/praktijk/{desk.enrolment.uuid}/zoals/{page}").status_code == 200
    assert "keek in je portaal" not in said(desk.client, clock, NOW + timedelta(hours=23))
    words = said(desk.client, clock, NOW + timedelta(days=3))
    assert words.count("Marit Veenstra keek in je portaal zoals jij het ziet, zonder wat je voor jezelf bewaart.") == 1
    assert "las" not in words.partition("Je ziet dagen")[0]


def test_sharing_and_taking_back_is_no_reading(desk, clock) -> None:
    logs.withdraw(log=shared(desk), now=NOW)
    assert readings(desk.client, NOW + timedelta(days=3)) == []


def test_what_the_practice_said_itself_is_no_reading_of_the_clients(desk) -> None:
    log = logs.share(log=desk.write({"kort": "lees maar"}).log, now=NOW)
    deed = {"enrolment": desk.enrolment, "week": desk.week, "author": desk.coach, "now": NOW}
    review = reviews.save_draft(**deed, logs=[log], text="Dag.", based_on=0, replies={log.pk: "Hier."}).review
    voices.record(**deed, content=a_wav(), transcript="Zo.")
    whole.read(desk.coach, [review], "answer", NOW)
    reviews.publish(review=review, now=NOW)
    assert readings(desk.client, NOW + timedelta(days=3)) == []


def test_what_a_coach_noted_said_or_planned_is_no_reading_of_the_clients_texts(desk, clock) -> None:
    notes.write(enrolment=desk.enrolment, author=desk.coach, kind="aid", text="een geheugensteun", token=people.token(), now=NOW)
    messages.send(enrolment=desk.enrolment, author=desk.coach, text="Tot donderdag", token=people.token(), now=NOW)
    starts_at = NOW + timedelta(days=3)
    deed = {"enrolment": desk.enrolment, "member": desk.coach, "token": people.token(), "now": NOW}
    appointments.plan(**deed, starts_at=starts_at, minutes=45, where="Kamer 2")
    coach = signed_in(desk.coach, NOW)
    for page in ("aantekeningen", "berichten", "afspraken"):
        assert coach.get(f"/praktijk/{desk.enrolment.uuid}/{page}/").status_code == 200
    assert "Marit" not in said(desk.client, clock, NOW + timedelta(days=7))


def test_a_message_of_the_client_that_was_read_is_counted(desk, clock) -> None:
    for text in ("een", "twee"):
        messages.send(enrolment=desk.enrolment, author=desk.client, text=text, token=people.token(), now=NOW)
    messages.send(enrolment=desk.enrolment, author=desk.coach, text="ja", token=people.token(), now=NOW)
    signed_in(desk.coach, NOW).get(f"/praktijk/{desk.enrolment.uuid}/berichten/")
    assert "Marit Veenstra las 2 teksten." in said(desk.client, clock, NOW + timedelta(days=7))
