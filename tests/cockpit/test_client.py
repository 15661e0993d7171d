"""One client's page: everything shared, answered, opened and changed, the newest first, and each page one record of access."""

from datetime import timedelta

import pytest
import time_machine

from accounts.models import AccessRecord, Relation
from conversations import appointments, messages, notes
from exercises import logs, reviews
from exercises.models import Log
from keyring.models import ClientKey
from programme import release as releases
from tests import people
from tests.people import NOW
from tests.signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PLANTED = "De reiger stond vannacht weer in de vijver"
ANSWER = "Je bleef staan, en dat was genoeg."


def share(desk, text: str = PLANTED, now=NOW) -> Log:
    return logs.share(log=desk.write({"verhaal": text}, now=now).log, now=now)


def answer(desk, log) -> None:
    made = reviews.save_draft(enrolment=desk.enrolment, week=desk.week, author=desk.coach, logs=[log], text=ANSWER, based_on=0, now=NOW)
    reviews.publish(review=made.review, now=NOW)


def page(desk, who=None, query: str = "", status: int = 200) -> str:
    response = signed_in(who or desk.coach, NOW).get(f"/praktijk/{desk.enrolment.uuid}/{query}")
    assert response.status_code == status
    return response.content.decode()


def test_what_was_shared_answered_opened_and_changed_stands_there_the_newest_first(desk) -> None:
    releases.open_due(NOW, catch_up=True)
    answer(desk, share(desk))
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        releases.hold(enrolment=desk.enrolment, number=3, by=desk.coach, now=NOW + timedelta(hours=1), reason="talked")
        html = page(desk)
    order = ["Week 3 wordt", PLANTED, "Week 1 ging open"]
    assert [html.index(each) for each in order] == sorted(html.index(each) for each in order)
    assert ANSWER in html
    assert "Door jou: samen besproken" in html


def test_a_page_leaves_one_record_of_what_was_opened(desk) -> None:
    answer(desk, share(desk))
    before = AccessRecord.objects.count()
    page(desk)
    record = AccessRecord.objects.order_by("-pk").first()
    assert AccessRecord.objects.count() == before + 1
    assert (record.purpose, record.actor, record.subject) == ("timeline", desk.coach.subject, desk.client.subject)
    assert len(record.rows) == 2


def test_a_page_without_texts_leaves_no_record(desk) -> None:
    page(desk)
    assert not AccessRecord.objects.exists()


def talk(desk) -> None:
    deed = {"enrolment": desk.enrolment, "now": NOW}
    messages.send(**deed, author=desk.client, text="Kan het een uur later?", token=people.token())
    messages.send(**deed, author=desk.coach, text="Dat kan.", token=people.token())
    notes.write(**deed, author=desk.coach, kind="file", text="Belde even.", token=people.token())
    notes.write(**deed, author=desk.coach, kind="aid", text="Voor mezelf: adem.", token=people.token())
    for hours in (2, 48):
        at = NOW + timedelta(hours=hours)
        appointments.plan(**deed, member=desk.coach, starts_at=at, minutes=45, where="Kamer 3", token=people.token())


def test_messages_notes_and_what_was_planned_stand_in_it_as_one_record(desk) -> None:
    talk(desk)
    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        html = page(desk)
    for said in ("Kan het een uur later?", "Dat kan.", "Belde even.", "Voor mezelf: adem."):
        assert said in html
    assert html.count("Een afspraak van 45 minuten met Marit.") == 1, "what is still to come stands with the appointments"
    record = AccessRecord.objects.get()
    assert (record.purpose, len(record.rows)) == ("timeline", 4)


def test_who_stands_in_reads_the_file_and_not_the_aids_of_another(desk) -> None:
    talk(desk)
    joke = people.coach("Joke Prins")
    Relation.objects.create(client=desk.client, member=joke, role="cover", starts_at=NOW)
    html = page(desk, joke)
    assert "Belde even." in html
    assert "Voor mezelf" not in html


def test_of_another_client_nothing_is_there(desk) -> None:
    from tests.exercises.desks import make_desk  # noqa: PLC0415 - beside the fixture

    talk(make_desk("Ruben Smit"))
    html = page(desk)
    assert "Kan het een uur later?" not in html
    assert "Belde even." not in html


def test_what_is_private_a_draft_or_taken_back_is_not_there(desk) -> None:
    desk.write({"verhaal": PLANTED})
    desk.write({"verhaal": PLANTED}, draft=True)
    logs.withdraw(log=share(desk), now=NOW)
    assert PLANTED not in page(desk)


def test_an_answer_that_is_only_a_draft_is_not_in_the_time_line(desk) -> None:
    log = share(desk)
    reviews.save_draft(enrolment=desk.enrolment, week=desk.week, author=desk.coach, logs=[log], text=ANSWER, based_on=0, now=NOW)
    assert ANSWER not in page(desk)


def test_for_anybody_else_there_is_no_such_page(desk) -> None:
    share(desk)
    for who in (people.coach("Joke Prins"), people.office(), people.client("Ander"), desk.client):
        assert PLANTED not in page(desk, who, status=404)
    Relation.objects.update(ends_at=NOW)
    page(desk, status=404)


def test_who_stands_in_sees_it_and_for_whom(desk) -> None:
    joke = people.coach("Joke Prins")
    Relation.objects.create(client=desk.client, member=joke, role="cover", starts_at=NOW)
    html = page(desk, joke)
    assert f"Je neemt waar voor {desk.coach.name}" in html
    assert "Je neemt" not in page(desk)


def test_a_text_that_cannot_be_opened_is_said_and_the_rest_stands(desk) -> None:
    share(desk)
    ClientKey.objects.filter(subject=desk.client.subject).update(wrapped=None, destroyed_at=NOW)
    html = page(desk)
    assert PLANTED not in html
    assert "kan nu niet geopend worden" in html


def test_no_name_and_no_word_stands_in_the_title(desk) -> None:
    share(desk)
    title = page(desk).split("<title>")[1].split("</title>")[0]
    assert "Noor" not in title
    assert PLANTED not in title


def test_pages_cost_no_more_however_much_there_is(desk, django_assert_max_num_queries) -> None:
    answer(desk, share(desk))
    talk(desk)
    later = NOW + timedelta(hours=3)
    with time_machine.travel(later, tick=False):
        browser, at = signed_in(desk.coach, later), f"/praktijk/{desk.enrolment.uuid}/"
        browser.get(at)
        with django_assert_max_num_queries(26) as one:
            browser.get(at)
        for minutes in range(25):
            share(desk, f"Nog een log {minutes}", NOW + timedelta(minutes=minutes))
        with django_assert_max_num_queries(len(one)):
            html = browser.get(at).content.decode()
        assert "Bladzijde 1 van 2" in html
        assert PLANTED not in html
        assert PLANTED in browser.get(at + "?page=2").content.decode()


def test_an_odd_page_is_one_that_exists(desk) -> None:
    share(desk)
    for query in ("?page=0", "?page=-5", "?page=x", "?page=%00", "?page=99999999999999999999"):
        page(desk, query=query)
