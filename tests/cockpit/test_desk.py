"""The desk: what waits by promised moment, things to look at, counts for the work, and no word of anyone."""

import re
from datetime import date, timedelta

import pytest
import time_machine

from accounts.models import AccessRecord, Relation
from exercises import logs, reviews
from exercises.models import Log
from exercises.reminders import remind
from notices.models import Notice
from programme.desk import warn_of_weeks_not_live
from programme.models import Pause, Week
from programme.release import open_due
from tests import people
from tests.people import MONDAY, NOW
from tests.signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

PLANTED = "De reiger stond vannacht weer in de vijver"


def share(desk, now=NOW) -> Log:
    return logs.share(log=desk.write({"verhaal": PLANTED}).log, now=now)


def page(user) -> str:
    response = signed_in(user, NOW).get("/praktijk/")
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_desk_says_what_will_be_here(desk) -> None:
    html = page(desk.coach)
    assert "Je bureau is leeg" in html
    assert desk.client.name not in html


def test_a_shared_week_stands_there_once_with_its_number_and_count_and_without_a_word(desk) -> None:
    share(desk)
    share(desk)
    html = page(desk.coach)
    assert html.count(f"/praktijk/{desk.enrolment.uuid}/week/1/") == 2  # the name and the button
    assert "Deelde 2 logs" in html
    assert "Geheime titel" not in html
    assert PLANTED not in html
    assert not AccessRecord.objects.filter(actor=desk.coach.subject).exists()


def test_the_first_promise_comes_first(desk) -> None:
    later, sooner = desk.join("Wim Later"), desk.join("Femke Eerder")
    share(later, NOW + timedelta(days=2))
    share(sooner, NOW)
    share(desk, NOW + timedelta(days=1))
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        html = page(desk.coach)
    assert html.index("Femke Eerder") < html.index("Noor Visser") < html.index("Wim Later")


def test_what_is_promised_today_stands_apart_from_what_is_later(desk) -> None:
    share(desk)
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        assert "Vandaag één week om te beantwoorden" in page(desk.coach)
    assert "Vandaag hoeft er geen antwoord uit" in page(desk.coach)


def test_a_promise_that_has_passed_is_said(desk) -> None:
    share(desk)
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        assert "Beloofd, nog niet beantwoord" in page(desk.coach)


def test_a_waiting_draft_is_said_and_an_answered_week_is_gone(desk) -> None:
    log = share(desk)
    made = reviews.save_draft(enrolment=desk.enrolment, week=desk.week, author=desk.coach, logs=[log], text="Dag.", based_on=0, now=NOW)
    assert "Je concept staat klaar" in page(desk.coach)
    reviews.publish(review=made.review, now=NOW)
    assert desk.client.name not in page(desk.coach)


def test_what_is_private_or_taken_back_is_not_there(desk) -> None:
    desk.write({"verhaal": PLANTED})
    logs.withdraw(log=share(desk), now=NOW)
    assert desk.client.name not in page(desk.coach)


@pytest.mark.parametrize("who", ["other coach", "former coach"])
def test_another_coach_sees_no_name(desk, who) -> None:
    share(desk)
    if who == "former coach":
        Relation.objects.update(ends_at=NOW)
    assert desk.client.name not in page(desk.coach if who == "former coach" else people.coach("Joke Prins"))


@pytest.mark.parametrize("who", [people.office, people.client])
def test_for_the_office_and_for_clients_there_is_no_desk(desk, who) -> None:
    assert signed_in(who(), NOW).get("/praktijk/").status_code == 404


def test_a_quiet_week_lies_there_from_monday_nine_until_it_is_done(desk) -> None:
    monday_nine = NOW + timedelta(days=7)
    open_due(NOW + timedelta(days=6, hours=8), catch_up=True)
    remind(NOW + timedelta(days=6, hours=8))
    with time_machine.travel(monday_nine - timedelta(minutes=1), tick=False):
        assert "Week 1 is stil" not in page(desk.coach)
    with time_machine.travel(monday_nine, tick=False):
        html = page(desk.coach)
        assert "Week 1 is stil" in html
        assert desk.client.name in html
        notice = Notice.objects.get(kind="untouched")
        browser = signed_in(desk.coach, monday_nine)
        assert browser.get(f"/praktijk/taak/{notice.pk}/klaar/").status_code == 405
        assert browser.post(f"/praktijk/taak/{notice.pk}/klaar/").status_code == 302
        assert "Week 1 is stil" not in page(desk.coach)
        assert browser.post(f"/praktijk/taak/{notice.pk}/klaar/").status_code == 404


def test_a_week_that_was_touched_since_is_not_on_the_desk(desk) -> None:
    open_due(NOW + timedelta(days=6, hours=8), catch_up=True)
    remind(NOW + timedelta(days=6, hours=8))
    desk.write({"kort": "toch"}, draft=True)
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        assert "Week 1 is stil" not in page(desk.coach)


def test_a_week_that_is_not_live_is_named_once_for_all_its_clients(desk) -> None:
    desk.join("Ruben Smit")
    Week.objects.filter(number=2).update(live=False)
    soon = NOW + timedelta(days=5)
    warn_of_weeks_not_live(soon)
    with time_machine.travel(soon, tick=False):
        assert page(desk.coach).count("Staat nog op concept") == 1
    Week.objects.filter(number=2).update(live=True)
    with time_machine.travel(soon, tick=False):
        assert "Staat nog op concept" not in page(desk.coach)


def test_nobody_does_what_is_on_the_desk_of_another(desk) -> None:
    open_due(NOW + timedelta(days=6, hours=8), catch_up=True)
    remind(NOW + timedelta(days=6, hours=8))
    notice = Notice.objects.get(kind="untouched")
    for other in (people.coach("Joke Prins"), people.office(), desk.client):
        assert signed_in(other, NOW).post(f"/praktijk/taak/{notice.pk}/klaar/").status_code == 404
    notice.refresh_from_db()
    assert notice.sent_at is None


def test_people_are_counted_for_the_work(desk) -> None:
    resting = desk.join("Wim Rust")
    Pause.objects.create(enrolment=resting.enrolment, starts_on=MONDAY, ends_on=MONDAY + timedelta(days=7), by=resting.client, made_at=NOW)
    soon = people.enrolled(people.client("Tom Vos"), desk.coach, starts_on=date(2026, 12, 7))
    assert soon.pk
    html = page(desk.coach)
    assert re.findall(r"<dt>(.*?)</dt>\s*<dd>(\d+)</dd>", html) == [("onderweg", "2"), ("met pauze", "1"), ("beginnen nog", "0")]


def test_the_desk_costs_the_same_for_one_and_for_five(desk, django_assert_max_num_queries, django_assert_num_queries) -> None:
    share(desk)
    browser = signed_in(desk.coach, NOW)
    browser.get("/praktijk/")
    with django_assert_max_num_queries(14) as one:
        browser.get("/praktijk/")
    for name in ("Ruben Smit", "Amal Benali", "Wim de Wit", "Femke Bos"):
        share(desk.join(name))
    with django_assert_num_queries(len(one)):
        browser.get("/praktijk/")
