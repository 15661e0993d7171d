"""Everybody a coach cares for: where they are, what waits, and nobody else."""

from datetime import timedelta

import pytest
import time_machine

from accounts.models import AccessRecord, Relation
from cockpit import caseload, twelve
from journey.weeks import stations
from programme import enrolment as deeds
from programme import release as releases
from programme.models import Enrolment, Week
from tests import people
from tests.crowd import crowd
from tests.exercises.desks import make_desk
from tests.people import MONDAY, NOW
from tests.signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
AT = "/praktijk/mensen/"


def page(user, query: str = "") -> str:
    response = signed_in(user, NOW).get(AT + query)
    assert response.status_code == 200
    return response.content.decode()


def another(desk, name: str, **fields) -> Enrolment:
    return people.enrolled(people.client(name), desk.coach, **fields)


def test_each_client_stands_there_with_week_next_date_and_last_day_of_writing(desk) -> None:
    desk.write({"verhaal": "De reiger stond er weer"})
    html = page(desk.coach)
    assert desk.client.name in html
    assert "Week 1 van 12" in html
    assert "Week 2 opent maandag 30 november." in html
    assert "Schreef het laatst op 23 november" in html
    assert "08:00" not in html.split("<main")[1].split("<ol")[1]  # the day, never the hour
    assert "reiger" not in html
    assert "Geheime titel" not in html
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize("who", ["other coach", "former coach"])
def test_another_coach_sees_nobody(desk, who) -> None:
    if who == "former coach":
        Relation.objects.update(ends_at=NOW)
    assert desk.client.name not in page(desk.coach if who == "former coach" else people.coach("Joke Prins"))
    assert desk.client.name not in page(people.coach("Joke Prins"), "?staat=onderweg")


@pytest.mark.parametrize("who", [people.office, people.client])
def test_for_the_office_and_for_clients_it_is_not_there(desk, who) -> None:
    browser = signed_in(who(), NOW)
    assert browser.get(AT).status_code == 404
    assert browser.post(AT, {"name": "Noor"}).status_code == 404


def test_who_stands_in_sees_the_same_people_and_that_they_stand_in(desk) -> None:
    joke = people.coach("Joke Prins")
    Relation.objects.create(client=desk.client, member=joke, role="cover", starts_at=NOW)
    assert "Je neemt hier waar" in page(joke)
    assert "Je neemt hier waar" not in page(desk.coach)
    Relation.objects.create(client=desk.client, member=joke, role="coach", starts_at=NOW)
    html = page(joke)
    assert html.count(desk.client.name) == 1
    assert "Je neemt hier waar" not in html


def test_what_a_week_waits_for_is_said_in_words(desk) -> None:
    releases.hold(enrolment=desk.enrolment, number=2, by=desk.coach, now=NOW)
    another(desk, "Kees Kort", through_week=1)
    resting = another(desk, "Rosa Rust")
    deeds.pause(enrolment=resting, starts_on=MONDAY, ends_on=MONDAY + timedelta(days=7), by=desk.coach, now=NOW)
    html = page(desk.coach)
    assert "Week 2 wordt vastgehouden." in html
    assert "Week 2 wacht tot het met kantoor geregeld is." in html
    assert "Met pauze; de eerste dag terug is maandag 30 november." in html
    Week.objects.filter(number=2).update(live=False)
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        another(desk, "Wout Wacht", starts_on=MONDAY, now=NOW)
        assert "Week 2 zou open zijn en staat nog op concept." in page(desk.coach)


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("", {"Noor", "Rosa", "Kees", "Ina"}),
        ("onderweg", {"Noor", "Kees"}),
        ("pauze", {"Rosa"}),
        ("begint", {"Ina"}),
        ("wacht", {"Kees"}),
        ("voorbij", {"Stijn"}),
        ("stil", set()),
        ("onzin", {"Noor", "Rosa", "Kees", "Ina"}),
    ],
)
def test_a_state_shows_who_is_in_it(desk, state, names) -> None:
    another(desk, "Kees Kort", through_week=1)
    deeds.pause(enrolment=another(desk, "Rosa Rust"), starts_on=MONDAY, ends_on=MONDAY + timedelta(days=7), by=desk.coach, now=NOW)
    deeds.stop(enrolment=another(desk, "Stijn Stop"), by=desk.coach, now=NOW)
    ina = people.client("Ina Invite")
    deeds.enrol(client=ina, programme=people.programme(), coach=desk.coach, starts_on=MONDAY, by=desk.coach, now=NOW)
    html = page(desk.coach, f"?staat={state}")
    assert {name for name in ("Noor", "Rosa", "Kees", "Ina", "Stijn") if f">{name} " in html} == names


def test_who_wrote_nothing_for_two_weeks_is_quiet(desk) -> None:
    wim = another(desk, "Wim Stil")
    desk.write({"kort": "toch"}, now=NOW + timedelta(days=5))
    with time_machine.travel(NOW + timedelta(days=15), tick=False):
        html = page(desk.coach, "?staat=stil")
    assert wim.client.name in html
    assert desk.client.name not in html


@pytest.mark.parametrize(("order", "first"), [("", "Aart"), ("datum", "Noor"), ("week", "Bea"), ("stil", "Aart")])
def test_the_order_is_chosen(desk, order, first) -> None:
    desk.write({"kort": "iets"})
    another(desk, "Aart Avond", starts_on=MONDAY + timedelta(days=14))
    bea = another(desk, "Bea Begin", starts_on=MONDAY - timedelta(days=60), now=NOW - timedelta(days=70))
    releases.hold(enrolment=bea, number=12, by=desk.coach, now=NOW)
    if order == "datum":
        bea.releases.filter(opened_at=None).update(opens_at=NOW + timedelta(days=90))
    html = page(desk.coach, f"?orde={order}")
    found = sorted(("Noor", "Aart", "Bea"), key=lambda name: html.index(f">{name} "))
    assert found[0] == first


def test_a_name_is_looked_for_in_the_body_of_a_request_and_stands_in_no_address(desk) -> None:
    another(desk, "Ruben Smit")
    browser = signed_in(desk.coach, NOW)
    html = browser.post(AT, {"name": "rub"}).content.decode()
    assert "Ruben Smit" in html
    assert desk.client.name not in html
    assert "?naam" not in html
    assert "Ruben Smit" in browser.get(AT + "?name=noor").content.decode()
    assert dict(browser.session.items()).get("name") is None


@pytest.mark.parametrize(
    "name", ["", "   ", "x" * 121, "\x00", "%", "_", "' OR 1=1 --", "<script>alert(1)</script>", "{{7*7}}", "\u202e", "é" * 100]
)
def test_an_odd_name_breaks_nothing(desk, name) -> None:
    response = signed_in(desk.coach, NOW).post(AT, {"name": name})
    assert response.status_code in {200, 422}
    assert b"<script>alert" not in response.content
    assert b"49" not in response.content or name != "{{7*7}}"


@pytest.mark.parametrize(
    "query", ["?page=0", "?page=-1", "?page=99999999999999999999", "?page=x", "?staat=%00&orde=%F0%9F%98%80", "?page[]=1"]
)
def test_an_odd_address_shows_a_page_all_the_same(desk, query) -> None:
    assert desk.client.name in page(desk.coach, query)


def test_it_costs_the_same_for_one_and_for_many_and_is_paged(desk, django_assert_max_num_queries, django_assert_num_queries) -> None:
    browser = signed_in(desk.coach, NOW)
    browser.get(AT)
    with django_assert_max_num_queries(12) as one:
        browser.get(AT)
    crowd(people.programme(), 60, MONDAY, NOW)
    Relation.objects.bulk_create(
        Relation(client=each.client, member=desk.coach, starts_at=NOW)
        for each in Enrolment.objects.exclude(pk=desk.enrolment.pk).select_related("client")
    )
    with django_assert_num_queries(len(one)):
        html = browser.get(AT).content.decode()
    assert "61 mensen" in html
    assert "Bladzijde 1 van 3" in html
    with django_assert_num_queries(len(one)):
        assert "Bladzijde 2 van 3" in browser.get(AT + "?page=2&orde=datum").content.decode()


def test_the_twelve_marks_say_what_the_one_rule_of_visibility_says(desk) -> None:
    releases.open_early(enrolment=desk.enrolment, number=4, by=desk.coach, now=NOW)
    releases.hold(enrolment=desk.enrolment, number=2, by=desk.coach, now=NOW)
    for days in (0, 7, 21, 90):
        now = NOW + timedelta(days=days)
        ours = [stand for _number, stand, _at in caseload.stations_of([desk.enrolment.pk], now)[desk.enrolment.pk]]
        assert ours == [each.stand for each in stations(desk.enrolment, now)]
    now = caseload.stations_of([desk.enrolment.pk], NOW)[desk.enrolment.pk]
    assert twelve.marks((stand for _n, stand, _at in now), rests=False) == "ohanaaaaaaaa"
    assert twelve.marks((stand for _n, stand, _at in now), rests=True) == "oharaaaaaaaa"
    assert twelve.picture("ohanaaaaaaaa").count("<path") == 12


def test_two_coaches_of_one_client_see_the_same_row() -> None:
    desk = make_desk()
    joke = people.coach("Joke Prins")
    people.cares_for(joke, desk.client)
    rows = [caseload.rows_of([desk.enrolment.pk], member, NOW) for member in (desk.coach, joke)]
    assert rows[0] == rows[1]
