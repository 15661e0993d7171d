"""Today: one thing to do now, what is coming, and where somebody stands who has nothing open."""

from datetime import date, datetime, timedelta, timezone

import pytest
from django.urls import reverse

from exercises import logs
from programme import enrolment as deeds
from programme import release
from programme.models import Enrolment, Release, Status
from tests import people
from tests.journey.pages import counted, read
from tests.people import MONDAY, NOW
from tests.signed_in import signed_in

TODAY = "/vandaag/"


def test_the_core_of_the_latest_open_week_is_the_one_thing(noor) -> None:
    said = read(noor.get(TODAY))
    assert "Goedemorgen, Noor" in said
    assert "Week 1, de kern: ongeveer twintig minuten" in said
    assert "Geheime titel 1" in said
    assert "Open week 1" in said


def test_a_draft_is_gone_on_with(noor, desk) -> None:
    desk.write({"kort": "half"}, draft=True)
    said = noor.get(TODAY)
    assert "Verder waar je was" in read(said)
    assert reverse("exercise", args=[1, "w01-a"]) in said.content.decode()


def test_after_the_core_the_day_asks_for_a_moment_only(noor, desk) -> None:
    desk.write({"kort": "gedaan"})
    said = read(noor.get(TODAY))
    assert "Oefening w01-daily" in said
    assert "de kern: ongeveer" not in said


def test_only_the_latest_week_is_on_it_and_nothing_is_ever_behind(noor, desk, clock) -> None:
    clock.move_to(NOW + timedelta(days=15))
    said = read(noor.get(TODAY))
    assert "Geheime titel 3" in said
    assert "Geheime titel 1" not in said
    assert "Geheime titel 2" not in said
    for word in ("gemist", "achterstand", "te laat", "moet "):
        assert word not in said.lower()


def test_a_due_week_is_there_without_any_sweep(noor, clock) -> None:
    clock.move_to(NOW + timedelta(days=7))
    assert not Release.objects.filter(week__number=2, opened_at__isnull=False).exists()
    assert "Geheime titel 2" in read(noor.get(TODAY))


def test_what_opens_next_has_its_day_and_hour(noor) -> None:
    assert "Week 2 gaat maandag 30 november om 07:00 open." in read(noor.get(TODAY))


def test_days_are_those_of_the_enrolments_zone(desk, noor) -> None:
    deeds.change_clock(enrolment=desk.enrolment, zone="America/New_York", hour=9, by=desk.client, now=NOW)
    assert "Week 2 gaat maandag 30 november om 09:00 open." in read(noor.get(TODAY))


@pytest.mark.parametrize(
    ("hour", "greeting"), [(2, "Dag Noor"), (8, "Goedemorgen, Noor"), (13, "Goedemiddag, Noor"), (20, "Goedenavond, Noor")]
)
def test_the_greeting_follows_the_local_hour(noor, clock, hour, greeting) -> None:
    clock.move_to(datetime(2026, 11, 24, hour, 30, tzinfo=timezone(timedelta(hours=1))))
    assert greeting in read(noor.get(TODAY))


def test_what_was_shared_has_its_promised_day(noor, desk) -> None:
    logs.share(log=desk.write({"kort": "lees maar"}).log, now=NOW)
    assert "Uiterlijk woensdag 25 november om 18:00 antwoordt Marit op wat je deelde." in read(noor.get(TODAY))


def test_a_missed_promise_is_said_and_not_blamed(noor, desk, clock) -> None:
    logs.share(log=desk.write({"kort": "lees maar"}).log, now=NOW)
    clock.move_to(NOW + timedelta(days=4))
    said = read(noor.get(TODAY))
    assert "Je antwoord is er nog niet. Dat had er woensdag 25 november om 18:00 moeten zijn." in said
    assert "Het ligt niet aan wat je schreef." in said


def test_a_pause_asks_nothing_and_names_the_day_back(noor, desk, clock) -> None:
    deeds.pause(enrolment=desk.enrolment, starts_on=MONDAY + timedelta(days=1), ends_on=MONDAY + timedelta(days=8), by=desk.client, now=NOW)
    assert "Je bent in pauze" not in read(noor.get(TODAY))
    clock.move_to(NOW + timedelta(days=2))
    said = read(noor.get(TODAY))
    assert "Je bent in pauze" in said
    assert "Je eerste dag terug is dinsdag 1 december." in said
    assert "Eén ding vandaag" not in said


def test_a_held_week_is_told_kindly(noor, desk) -> None:
    release.hold(enrolment=desk.enrolment, number=2, by=desk.coach, now=NOW)
    assert "Marit heeft week 2 even vastgehouden, zoals jullie bespraken. Wat open was, blijft open." in read(noor.get(TODAY))


def test_before_the_first_day_there_is_only_a_date(db) -> None:
    who = people.client()
    people.enrolled(who, people.coach(), starts_on=date(2026, 12, 7))
    said = read(signed_in(who, NOW).get(TODAY))
    assert "Week 1 gaat maandag 7 december om 07:00 open." in said
    assert "Tot dan hoef je niets." in said


def test_an_invited_person_is_led_to_the_invitation(db) -> None:
    who = people.client()
    deeds.enrol(client=who, programme=people.programme(), coach=people.coach(), starts_on=MONDAY, by=None, now=NOW)
    page = signed_in(who, NOW).get(TODAY)
    assert "Marit nodigt je uit om te beginnen." in read(page)
    assert reverse("invitation") in page.content.decode()


def test_a_pending_person_reads_that_the_place_is_there(db) -> None:
    who = people.client()
    made = deeds.enrol(client=who, programme=people.programme(), coach=people.coach(), starts_on=MONDAY, by=None, now=NOW)
    deeds.accept(enrolment=made, now=NOW)
    assert "Je plek is er." in read(signed_in(who, NOW).get(TODAY))


def test_somebody_without_a_programme_reads_what_will_be_here(db) -> None:
    assert "Hier vind je straks het ene ding van de dag" in read(signed_in(people.client(), NOW).get(TODAY))


def end(desk, status: str, days_ago: int) -> None:
    Enrolment.objects.filter(pk=desk.enrolment.pk).update(status=status, ended_at=NOW - timedelta(days=days_ago))


def test_after_completion_it_says_until_when_what_stays(noor, desk) -> None:
    end(desk, Status.COMPLETED, 0)
    said = read(noor.get(TODAY))
    assert "Alles wat open is, blijft hier tot 23 november 2027." in said
    assert "Voor jezelf schrijven kan tot 22 februari 2027." in said


def test_after_three_months_only_reading_is_left(noor, desk) -> None:
    end(desk, Status.COMPLETED, 91)
    said = read(noor.get(TODAY))
    assert "blijft hier tot" in said
    assert "Voor jezelf schrijven" not in said


def test_a_stopped_programme_can_be_read_and_not_written(noor, desk) -> None:
    end(desk, Status.WITHDRAWN, 0)
    assert "Je traject is gestopt. Wat open was en wat je schreef kun je lezen tot 23 november 2027." in read(noor.get(TODAY))


@pytest.mark.parametrize("status", [Status.COMPLETED, Status.WITHDRAWN])
def test_the_day_that_is_named_is_the_day_that_holds(noor, desk, status) -> None:
    end(desk, status, 364)
    assert "blijft hier tot" in read(noor.get(TODAY)) or "kun je lezen tot" in read(noor.get(TODAY))
    end(desk, status, 365)
    assert "Dit traject is voorbij, en de tijd om terug te lezen ook." in read(noor.get(TODAY))


def test_nobody_sees_another_ones_day(noor, sam, desk) -> None:
    logs.share(log=desk.write({"kort": "van mij"}).log, now=NOW)
    assert "antwoordt" not in read(sam.get(TODAY))
    assert "antwoordt" in read(noor.get(TODAY))


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_at_most_eight_questions(noor, desk, count) -> None:
    for _ in range(count):
        logs.share(log=desk.write({"kort": "iets"}).log, now=NOW)
    noor.get(TODAY)
    with counted(8):
        assert noor.get(TODAY).status_code == 200


def test_an_anonymous_visitor_is_asked_to_log_in(client, db) -> None:
    assert client.get(TODAY).status_code == 302
