"""Today: one thing to do now, what is coming, and where somebody stands who has nothing open."""

from datetime import date, datetime, timedelta, timezone

import pytest
from django.urls import reverse

from accounts.models import Practice
from accounts.working_days import closed
from exercises import away, keeping, logs, reviews
from exercises.promise import made_good_by
from programme import enrolment as deeds
from programme import release
from programme.cover import set_cover
from programme.models import Enrolment, Release, Status, WeekExercise
from tests import people
from tests.journey.pages import counted, read
from tests.people import MONDAY, NOW
from tests.signed_in import signed_in

TODAY = "/vandaag/"


def test_the_first_day_lands_before_it_asks_anything(noor) -> None:
    said = read(noor.get(TODAY))
    order = [
        "Goedemorgen, Noor",
        "eerst landen",
        "Druk één keer op de rem",
        "Naar de rem",
        "Daarna, als je wilt",
        "Week 1. Geheime titel 1",
        "Wat Marit ziet, en wanneer je iets hoort",
        "nooit wat je voor jezelf bewaart",
    ]
    assert [said.index(words) for words in order] == sorted(said.index(words) for words in order)
    assert "Open week 1" not in said


def test_the_first_day_leads_to_the_brake_and_says_when_an_answer_comes(noor) -> None:
    page = noor.get(TODAY)
    assert reverse("brake") in page.content.decode()
    assert "Eén keer per week, op woensdag voor 18:00, antwoordt Marit op wat je tot maandag 20:00 deelde." in read(page)
    assert "De allereerste keer hoor je iets binnen 2 werkdagen." in read(page)


def test_the_first_day_offers_to_say_what_kind_of_answer_helps(noor, desk) -> None:
    assert reverse("exercise", args=[1, "w01-b"]) not in noor.get(TODAY).content.decode()
    WeekExercise.objects.create(week=desk.week, exercise=people.exercise(desk.enrolment.programme, "w01-b"), place="more", position=5)
    assert reverse("exercise", args=[1, "w01-b"]) in noor.get(TODAY).content.decode()


def test_whoever_wrote_something_has_had_a_first_day(noor, desk) -> None:
    desk.write({"kort": "half"}, draft=True)
    assert "Druk één keer op de rem" not in read(noor.get(TODAY))


def test_the_core_of_the_latest_open_week_is_the_one_thing(noor, clock) -> None:
    clock.move_to(NOW + timedelta(days=7))
    said = read(noor.get(TODAY))
    assert "Goedemorgen, Noor" in said
    assert "Week 2, de kern: ongeveer twintig minuten" in said
    assert "Geheime titel 2" in said
    assert "Open week 2" in said


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
    assert "Marit weet het; het komt uiterlijk vrijdag 27 november om 18:00. Het ligt niet aan wat je schreef." in said
    assert "antwoordt Marit op wat je deelde" not in said


def test_on_the_evening_of_the_promised_day_it_is_today(noor, desk, clock) -> None:
    logs.share(log=desk.write({"kort": "lees maar"}).log, now=NOW)
    clock.move_to(datetime(2026, 11, 25, 18, 1, tzinfo=timezone(timedelta(hours=1))))
    assert "Dat had er vandaag moeten zijn. Marit weet het; het komt uiterlijk vrijdag 27 november om 18:00." in read(noor.get(TODAY))


def test_a_second_day_that_passes_is_no_third_promise(noor, desk, clock) -> None:
    Practice.objects.update_or_create(pk=1, defaults={"office_email": "kantoor@praktijk.example"})
    logs.share(log=desk.write({"kort": "lees maar"}).log, now=NOW)
    clock.move_to(NOW + timedelta(days=5))
    said = read(noor.get(TODAY))
    assert "Marit weet het. Het ligt niet aan wat je schreef. Wil je er iets over vragen? Mail kantoor@praktijk.example." in said
    assert "uiterlijk" not in said


@pytest.mark.parametrize(
    ("promised", "new"),
    [
        ("2026-11-25T17:00+00:00", "2026-11-27T17:00+00:00"),  # Wednesday: Friday
        ("2026-11-26T17:00+00:00", "2026-11-30T17:00+00:00"),  # Thursday: Monday
        ("2026-11-28T17:00+00:00", "2026-12-01T17:00+00:00"),  # Saturday: Tuesday
        ("2027-03-26T17:00+00:00", "2027-03-31T16:00+00:00"),  # over the clock change: still 18:00
    ],
)
def test_a_missed_promise_is_made_good_within_two_working_days(promised, new) -> None:
    missed = datetime.fromisoformat(promised)
    assert made_good_by(missed, Practice(), shut=closed()) == datetime.fromisoformat(new)


def test_a_pause_asks_nothing_and_names_the_day_back(noor, desk, clock) -> None:
    deeds.pause(enrolment=desk.enrolment, starts_on=MONDAY + timedelta(days=1), ends_on=MONDAY + timedelta(days=8), by=desk.client, now=NOW)
    assert "Je bent in pauze" not in read(noor.get(TODAY))
    clock.move_to(NOW + timedelta(days=2))
    said = read(noor.get(TODAY))
    assert "Je bent in pauze" in said
    assert "Je eerste dag terug is dinsdag 1 december." in said
    assert "Eén ding vandaag" not in said


def test_the_day_a_pause_ends_is_the_first_day_back(noor, desk, clock) -> None:
    deeds.pause(enrolment=desk.enrolment, starts_on=MONDAY + timedelta(days=1), ends_on=MONDAY + timedelta(days=8), by=desk.client, now=NOW)
    clock.move_to(NOW + timedelta(days=7))
    assert "Je bent in pauze" in read(noor.get(TODAY))
    desk.write({"kort": "iets"})
    clock.move_to(NOW + timedelta(days=8))
    said = read(noor.get(TODAY))
    assert "Je eerste dag terug. Eén ding vandaag. De rest mag wachten." in said
    assert "Je bent in pauze" not in said
    clock.move_to(NOW + timedelta(days=9))
    assert "Je eerste dag terug" not in read(noor.get(TODAY))


def test_a_planned_pause_is_announced(noor, desk) -> None:
    deeds.pause(
        enrolment=desk.enrolment, starts_on=MONDAY + timedelta(days=7), ends_on=MONDAY + timedelta(days=14), by=desk.client, now=NOW
    )
    assert "Pauze vanaf maandag 30 november. De eerste dag terug is maandag 7 december." in read(noor.get(TODAY))


def test_a_pause_moves_no_promise(noor, desk, clock) -> None:
    logs.share(log=desk.write({"kort": "lees maar"}).log, now=NOW)
    deeds.pause(enrolment=desk.enrolment, starts_on=MONDAY + timedelta(days=1), ends_on=MONDAY + timedelta(days=8), by=desk.client, now=NOW)
    clock.move_to(NOW + timedelta(days=1))
    assert "Uiterlijk woensdag 25 november om 18:00 antwoordt Marit op wat je deelde." in read(noor.get(TODAY))


def test_from_week_ten_it_says_what_remains_and_what_stays(desk, clock) -> None:
    clock.move_to(before := NOW + timedelta(weeks=9, days=-1))
    assert "Wat nog komt, en wat blijft" not in read(signed_in(desk.client, before).get(TODAY))
    clock.move_to(later := NOW + timedelta(weeks=9))
    said = read(signed_in(desk.client, later).get(TODAY))
    for words in (
        "Wat nog komt, en wat blijft",
        "1 februari Week 11 gaat open.",
        "8 februari Week 12 gaat open.",
        "15 februari De twaalf weken zijn rond. Binnen veertien dagen schrijft Marit je een langer antwoord, om af te sluiten.",
        "Tot 17 mei 2027 Je kunt in je logboek blijven schrijven, voor jezelf.",
        "Tot 15 februari 2028 Alle weken, je logboek en de antwoorden blijven hier te lezen.",
    ):
        assert words in said


def test_with_a_week_held_near_the_end_no_end_is_named(desk, clock) -> None:
    release.hold(enrolment=desk.enrolment, number=12, by=desk.coach, now=NOW)
    clock.move_to(later := NOW + timedelta(weeks=10))
    said = read(signed_in(desk.client, later).get(TODAY))
    assert "Week 12 Marit heeft week 12 even vastgehouden" in said
    assert "De twaalf weken zijn rond" not in said


def test_a_week_that_is_not_arranged_waits_with_its_day(noor, desk) -> None:
    set_cover(enrolment=desk.enrolment, source="test", through_week=1, now=NOW)
    assert "Week 2 staat klaar voor maandag 30 november en opent zodra het met de praktijk geregeld is." in read(noor.get(TODAY))


@pytest.mark.parametrize("name", ["J", "W" * 79 + " V"])
def test_a_name_of_any_length_is_greeted(db, name) -> None:
    who = people.client(name)
    people.enrolled(who, people.coach(name))
    said = read(signed_in(who, NOW).get(TODAY))
    assert f"Goedemorgen, {name.split()[0]}" in said
    assert f"Wat {name.split()[0]} ziet" in said


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
    assert "Uiterlijk" not in read(sam.get(TODAY))
    assert "Uiterlijk" in read(noor.get(TODAY))


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_same_few_questions(noor, desk, count) -> None:
    for _ in range(count):
        logs.share(log=desk.write({"kort": "iets"}).log, now=NOW)
    noor.get(TODAY)
    with counted(13):
        assert noor.get(TODAY).status_code == 200


def test_an_anonymous_visitor_is_asked_to_log_in(client, db) -> None:
    assert client.get(TODAY).status_code == 302


WEDNESDAY_MORNING = datetime(2026, 11, 25, 8, 0, tzinfo=timezone(timedelta(hours=1)))


def test_an_ill_coach_is_said_with_the_new_day_and_weeks_open_as_always(noor, desk, clock) -> None:
    logs.share(log=desk.write({"kort": "lees maar"}).log, now=NOW)
    away.fall_ill(member=desk.coach, back_on=date(2026, 11, 30), now=WEDNESDAY_MORNING)
    clock.move_to(WEDNESDAY_MORNING)
    said = read(noor.get(TODAY))
    assert "Marit is ziek. Je antwoord komt uiterlijk maandag 30 november om 18:00. Week 2 opent gewoon." in said
    assert "Je antwoord is er nog niet" not in said


def test_days_away_ahead_are_shown_and_no_promise_of_another_day_is(noor, desk) -> None:
    logs.share(log=desk.write({"kort": "lees maar"}).log, now=NOW)
    away.plan(member=desk.coach, starts_on=date(2026, 11, 25), ends_on=date(2026, 12, 1), now=NOW)
    said = read(noor.get(TODAY))
    assert "Marit is er een paar dagen niet. Je antwoord komt uiterlijk dinsdag 1 december om 18:00." in said
    assert "Marit is er niet vanaf woensdag 25 november en is dinsdag 1 december terug." in said


def test_the_new_day_of_a_miss_is_the_same_before_and_after_it_was_noticed(noor, desk, clock) -> None:
    logs.share(log=desk.write({"kort": "lees maar"}).log, now=NOW)
    away.plan(member=desk.coach, starts_on=date(2026, 11, 26), ends_on=date(2026, 11, 28), now=NOW)
    clock.move_to(datetime(2026, 11, 25, 18, 1, tzinfo=timezone(timedelta(hours=1))))
    before = read(noor.get(TODAY))
    keeping.keep(datetime(2026, 11, 25, 18, 1, tzinfo=timezone(timedelta(hours=1))))
    assert "het komt uiterlijk dinsdag 1 december om 18:00" in before
    assert read(noor.get(TODAY)) == before


def test_an_answer_that_is_under_way_is_still_promised(noor, desk, clock) -> None:
    log = logs.share(log=desk.write({"kort": "lees maar"}).log, now=NOW)
    draft = reviews.save_draft(enrolment=desk.enrolment, week=desk.week, author=desk.coach, logs=[log], text="Dag.", based_on=0, now=NOW)
    reviews.publish(review=draft.review, now=NOW, at=WEDNESDAY_MORNING)
    assert "antwoordt Marit op wat je deelde" in read(noor.get(TODAY))
    assert "schreef je" not in read(noor.get(TODAY))
    clock.move_to(WEDNESDAY_MORNING)
    assert "antwoordt Marit op wat je deelde" not in read(noor.get(TODAY))
    assert "Marit schreef je" in read(noor.get(TODAY))
