"""A practice step by step: its doors, the steps of one, and that it was done; never how it was."""

from collections.abc import Iterator

import pytest
import time_machine

from exercises import practised, reminders
from exercises.models import Practised
from journey.doings import core_of, doings
from programme import enrolment as deeds
from programme.models import Enrolment, Week
from programme.reading import pieces
from tests import people
from tests.people import NOW
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db

TEXT = """<p>Met je ogen open.</p><h3>Om je heen</h3><p>Zit zoals je zit.</p><ol><li>Kijk rond. (30 s)</li><li>Noem drie dingen.</li></ol>
<h3>In je lijf</h3><ol><li>Voel je voeten. (60 s)</li></ol>"""


@pytest.fixture(autouse=True)
def stopped_clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def enrolment() -> Enrolment:
    made = people.enrolled(people.client(), people.coach())
    week = Week.objects.get(programme=made.programme, number=1)
    value = {"title": "Landen", "minutes": 4, "core": True, "audience": "everyone", "text": TEXT, "breath": True}
    week.body = [*list(week.body.raw_data), {"type": "practice", "id": "w01-landen", "value": value}]
    week.save()
    return made


AT = "/week/1/doen/w01-landen/"


def body(response) -> str:
    return response.content.decode()


def test_the_steps_come_apart_with_their_seconds(enrolment) -> None:
    found = pieces(Week.objects.get(programme=enrolment.programme, number=1))[-1]
    around, inside = found.doors

    assert [(step.html, step.seconds) for step in around.steps] == [("Kijk rond.", 30), ("Noem drie dingen.", 0)]
    assert around.before == "<p>Zit zoals je zit.</p>"
    assert (inside.before, inside.seconds) == ("", 60)
    assert found.breath


def test_the_doors_come_first_and_then_the_steps_of_one(enrolment) -> None:
    browser = signed_in(enrolment.client, NOW)

    assert "Kijk rond." not in body(browser.get(AT))
    page = body(browser.get(f"{AT}?deur=1"))
    assert "Kijk rond." in page
    assert 'data-seconds="30"' in page
    assert "(30 s)" not in page
    assert "Voel je voeten." not in page


@pytest.mark.parametrize("odd", ["0", "3", "-1", "x", "", "9" * 60, "٢"])
def test_a_door_that_is_not_there_shows_the_doors(enrolment, odd: str) -> None:
    assert "?deur=1" in body(signed_in(enrolment.client, NOW).get(AT, {"deur": odd}))


def test_looking_keeps_nothing_and_the_button_keeps_that_it_was_done_once(enrolment) -> None:
    browser = signed_in(enrolment.client, NOW)
    browser.get(AT)
    assert not Practised.objects.exists()
    browser.post(f"{AT}klaar/")
    browser.post(f"{AT}klaar/")

    assert Practised.objects.count() == 1
    core = core_of(doings(enrolment, Week.objects.get(programme=enrolment.programme, number=1)))
    assert core.practised
    assert not core.done


def test_a_week_in_which_one_practised_is_touched(enrolment) -> None:
    week = Week.objects.get(programme=enrolment.programme, number=1)
    untouched = reminders.Release.objects.of(enrolment).filter(week=week).filter(~reminders.touched())
    assert untouched.exists()
    practised.keep(enrolment=enrolment, week=week, piece="w01-landen", now=NOW)

    assert not untouched.exists()


def test_today_no_longer_asks_for_the_core(enrolment) -> None:
    browser = signed_in(enrolment.client, NOW)
    browser.post(f"{AT}klaar/")

    assert "ongeveer twintig minuten" not in body(browser.get("/vandaag/"))


def test_a_stranger_a_coach_and_a_week_ahead_find_nothing(enrolment) -> None:
    other = people.enrolled(people.client("Daan Kok"), people.coach("Ilse Anders"), starts_on=people.MONDAY.replace(day=30))

    assert signed_in(other.client, NOW).get(AT).status_code == 404
    assert signed_in(people.coach("Bea"), NOW).get(AT).status_code == 404
    for at in ("/week/2/doen/w01-landen/", "/week/1/doen/w01-lezen/", "/week/1/doen/iets-anders/"):
        assert signed_in(enrolment.client, NOW).get(at).status_code == 404


def test_after_stopping_it_can_be_read_and_nothing_is_kept(enrolment) -> None:
    deeds.stop(enrolment=enrolment, by=enrolment.client, now=NOW)
    browser = signed_in(enrolment.client, NOW)
    browser.post(f"{AT}klaar/")

    assert "Dit heb ik gedaan" not in body(browser.get(f"{AT}?deur=1"))
    assert not Practised.objects.exists()
