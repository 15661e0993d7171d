"""An exercise that a coach gave one person besides the weeks: it stands in the current week, can be done, and can be taken back."""

from datetime import timedelta

import pytest
import time_machine

from accounts.models import Relation
from accounts.refusal import Refused
from exercises import assignments
from exercises.models import Assignment, Log
from programme import enrolment as deeds
from programme.models import Exercise
from programme.release import open_due
from tests import people
from tests.people import NOW
from tests.signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def later(desk) -> Exercise:
    """One that stands in a week that is not open."""
    return desk.enrolment.programme.exercises.get(source_id="w07-a")


def give(desk, **changes) -> Assignment:
    return assignments.give(**{"enrolment": desk.enrolment, "exercise": later(desk), "by": desk.coach, "now": NOW} | changes)


def client_sees(desk, at: str, now=NOW) -> str:
    with time_machine.travel(now, tick=False):
        return signed_in(desk.client, now).get(at).content.decode()


def test_it_stands_in_the_current_week_and_on_today_and_can_be_done(desk) -> None:
    open_due(NOW, catch_up=True)
    assert "/week/1/oefening/w07-a/" not in client_sees(desk, "/week/1/")
    assert signed_in(desk.client, NOW).get("/week/1/oefening/w07-a/").status_code == 404
    give(desk)
    assert "/week/1/oefening/w07-a/" in client_sees(desk, "/week/1/")
    assert "/week/1/oefening/w07-a/" in client_sees(desk, "/vandaag/")
    assert "Oefening w07-a" in client_sees(desk, "/week/1/oefening/w07-a/")
    written = desk.write({"kort": "gedaan"}, exercise=later(desk))
    assert Log.objects.get() == written.log
    assert "/week/1/oefening/w07-a/" not in client_sees(desk, "/vandaag/")


def test_it_moves_along_to_the_week_that_opens_next(desk) -> None:
    give(desk)
    next_week = NOW + timedelta(days=7)
    open_due(next_week, catch_up=True)
    assert "/week/2/oefening/w07-a/" in client_sees(desk, "/week/2/", next_week)
    assert "w07-a" not in client_sees(desk, "/week/1/", next_week)


def test_nobody_else_gets_it(desk) -> None:
    give(desk)
    other = people.enrolled(people.client("Ander"), desk.coach)
    browser = signed_in(other.client, NOW)
    assert "w07-a" not in browser.get("/week/1/").content.decode()
    assert browser.get("/week/1/oefening/w07-a/").status_code == 404
    with pytest.raises(Refused):
        desk.write({"kort": "x"}, enrolment=other, exercise=later(desk))


def test_taken_back_it_stands_nowhere_and_what_was_written_stays(desk) -> None:
    made = give(desk)
    written = desk.write({"kort": "gedaan"}, exercise=later(desk))
    assignments.take_back(assignment=made, by=desk.coach, now=NOW, reason="pace")
    assignments.take_back(assignment=made, by=desk.coach, now=NOW)
    assert "oefening/w07-a" not in client_sees(desk, "/week/1/")
    assert client_sees(desk, f"/logboek/{written.log.uuid}/")
    kinds = list(desk.enrolment.changes.values_list("kind", flat=True))
    assert (kinds.count("exercise given"), kinds.count("exercise taken back")) == (1, 1)
    give(desk)
    assert Assignment.objects.get().retired_at is None


def test_what_cannot_be_given_is_refused(desk) -> None:
    here = desk.exercise
    other = people.programme(language="en").exercises.get(source_id="w07-a")
    for exercise in (here, other):
        with pytest.raises(Refused):
            give(desk, exercise=exercise)
    give(desk)
    with pytest.raises(Refused):
        give(desk)
    with pytest.raises(Refused):
        give(desk, by=people.coach("Joke Prins"), exercise=desk.enrolment.programme.exercises.get(source_id="w08-a"))
    deeds.stop(enrolment=desk.enrolment, by=desk.coach, now=NOW)
    with pytest.raises(Refused):
        give(desk, exercise=desk.enrolment.programme.exercises.get(source_id="w08-a"))


def test_a_coach_gives_it_and_takes_it_back_on_a_page(desk) -> None:
    browser, at = signed_in(desk.coach, NOW), f"/praktijk/{desk.enrolment.uuid}/oefeningen/"
    assert browser.get(at).status_code == 200
    assert browser.post(at, {"exercise": later(desk).pk, "reason": "talked"}).status_code == 302
    made = Assignment.objects.get()
    assert (made.by, desk.enrolment.changes.all()[0].reason) == (desk.coach, "talked")
    assert "Oefening w07-a" in browser.get(at).content.decode()
    assert browser.get(f"{at}{made.pk}/weg/").status_code == 405
    assert browser.post(f"{at}{made.pk}/weg/").status_code == 302
    assert Assignment.objects.get().retired_at == NOW


def test_odd_choices_are_refused_in_words_and_nobody_else_gives_or_takes(desk) -> None:
    browser, at = signed_in(desk.coach, NOW), f"/praktijk/{desk.enrolment.uuid}/oefeningen/"
    for sent in ({}, {"exercise": "0"}, {"exercise": "x"}, {"exercise": "9" * 30}, {"exercise": desk.exercise.pk, "reason": "talked"}):
        assert browser.post(at, sent).status_code == 422, sent
    made = give(desk)
    for who in (people.coach("Joke Prins"), people.office(), desk.client):
        stranger = signed_in(who, NOW)
        assert stranger.get(at).status_code == 404
        assert stranger.post(at, {"exercise": later(desk).pk, "reason": "talked"}).status_code == 404
        assert stranger.post(f"{at}{made.pk}/weg/").status_code == 404
    other = people.enrolled(people.client("Ander"), desk.coach)
    assert browser.post(f"/praktijk/{other.uuid}/oefeningen/{made.pk}/weg/").status_code == 404
    Relation.objects.filter(client=desk.client).update(ends_at=NOW)
    assert browser.post(at, {"exercise": later(desk).pk, "reason": "talked"}).status_code == 404
    made.refresh_from_db()
    assert made.retired_at is None
