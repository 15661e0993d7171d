"""A practice step by step: its doors, the steps of one, and that it was done; never how it was."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils.safestring import mark_safe

from exercises import practised, reminders
from exercises.models import Practised
from journey.doings import core_of, doings
from programme import enrolment as deeds
from programme.models import Enrolment, Week
from programme.reading import divided, pieces
from studio.curriculum import read_folder
from tests import people
from tests.people import NOW
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db

TEXT = """<p>Met je ogen open.</p><h3>Om je heen</h3><p>Zit zoals je zit.</p><ol><li>Kijk rond. (30 s)</li><li>Noem drie dingen.</li></ol>
<h3>In je lijf</h3><ol><li>Voel je voeten. (60 s)</li></ol>"""


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


PENDULUM = """<p>Heen, en terug.</p><h3>Om je heen (lichte spanning)</h3><ol><li>Raak even aan wat spant. (30 s)</li></ol>
<h3>In je lijf (light tension)</h3><ol><li>Voel even wat spant.</li></ol><h3>Langzaam lopen</h3><ol><li>Loop langzaam. (60 s)</li></ol>
<h3>Landen</h3><ol><li>Noem vijf dingen.</li></ol>"""


@pytest.fixture
def pendulum(enrolment) -> Client:
    """A browser of a client in whose week stands a practice that touches tension."""
    week = Week.objects.get(programme=enrolment.programme, number=1)
    changed = [
        {**block, "value": {**block["value"], "text": PENDULUM}} if block["id"] == "w01-landen" else block for block in week.body.raw_data
    ]
    week.body = changed
    week.save()
    return signed_in(enrolment.client, NOW)


def test_a_practice_that_touches_tension_asks_one_tap_before_its_doors(pendulum) -> None:
    page = body(pendulum.get(AT))
    assert re.findall(r'name="weg" value="([^"]+)">\s*([^<]+?)\s*<', page) == [
        *(("heen-en-weer", str(height)) for height in range(7)),
        *(("landen", str(height)) for height in range(7, 11)),
        ("heen-en-weer", "Weet ik niet"),
    ]
    assert "?deur=" not in page
    assert "Heen, en terug." in page


def test_up_to_six_everything_is_offered_and_above_it_walking_and_landing_only(pendulum) -> None:
    low, high = body(pendulum.get(AT, {"weg": "heen-en-weer"})), body(pendulum.get(AT, {"weg": "landen"}))
    assert [*re.findall(r"deur=(\d)", low)] == ["1", "2", "3", "4"]
    assert [*re.findall(r"deur=(\d)", high)] == ["3", "4"]
    assert "Langzaam lopen" in high
    assert "Heen, en terug." not in high, "what invites to it is left out too"
    assert "heen en weer niet iets voor dit moment" in high
    assert "lichte spanning" not in low, "the mark is for whoever writes a week"
    assert "light tension" not in low


@pytest.mark.parametrize("way", ["", "landen", "HEEN-EN-WEER", "6", "\x00"])
def test_a_door_to_tension_opens_only_after_the_tap(pendulum, way: str) -> None:
    assert "Raak even aan wat spant." not in body(pendulum.get(AT, {"deur": "1", "weg": way}))
    assert "Loop langzaam." in body(pendulum.get(AT, {"deur": "3", "weg": way}))


def test_after_the_tap_it_opens_and_the_tap_is_kept_nowhere(pendulum) -> None:
    page = body(pendulum.get(AT, {"deur": "1", "weg": "heen-en-weer"}))
    assert "Raak even aan wat spant." in page
    assert f'href="{AT}?weg=heen-en-weer"' in page, "the way back asks nothing again"
    assert not Practised.objects.exists()
    assert "weg" not in str(dict(pendulum.session))


def test_another_practice_asks_nothing(enrolment) -> None:
    assert 'name="weg"' not in body(signed_in(enrolment.client, NOW).get(AT))


def test_week_eight_has_its_practice_and_what_is_left_of_it_above_six() -> None:
    week = next(week for week in read_folder(settings.BASE_DIR / "curriculum" / "nl").weeks if week.number == 8)
    (practice,) = (piece for piece in week.pieces if piece.kind == "practice")
    _opening, doors = divided(mark_safe(practice.text))
    assert [(str(door.title), door.seconds, door.light) for door in doors] == [
        ("Om je heen", 420, True),
        ("In je lijf", 420, True),
        ("In beweging", 420, True),
        ("In negentig seconden", 90, True),
        ("Langzaam lopen", 420, False),
        ("Landen", 90, False),
    ]


def test_the_page_of_the_week_leads_to_the_tap_and_shows_no_door_before_it(pendulum) -> None:
    page = body(pendulum.get("/week/1/"))
    assert f'href="{AT}"' in page
    assert "Raak even aan wat spant." not in page
