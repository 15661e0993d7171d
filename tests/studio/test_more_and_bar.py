"""The office on a phone: a bar at the foot to work with, a page with all there is, and invitations that ended in their own words."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from notices.models import Notice
from programme.models import Enrolment
from studio.office.places import PLACES
from tests import people
from tests.people import MONDAY, NOW
from tests.signed_in import signed_in
from tests.studio.test_people import invited

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stopped_clock() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def browser() -> Client:
    return signed_in(people.office(), NOW)


def read(browser: Client, address: str) -> str:
    return " ".join(unescape(browser.get(address).content.decode()).split()).replace("> <", "><")


def bar(html: str) -> list[str]:
    """The words of the bar at the foot of a phone, the current one between brackets."""
    nav = html[html.index('class="nav nav--foot"') : html.index("</nav>")]
    entries = [entry for entry in nav.split("<a ")[1:] if entry.startswith('class="nav__phone"')]
    words = [entry.split("<span>")[1].split("</span>")[0] for entry in entries]
    return [f"[{word}]" if "aria-current" in entry else word for word, entry in zip(words, entries, strict=True)]


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("", 0),
        ("mensen/", 1),
        ("mensen/nieuw/", 1),
        ("geld/", 2),
        ("btw/", 2),
        ("post/", 3),
        ("meer/", 4),
        ("cijfers/", 4),
        ("medewerkers/", 4),
    ],
)
def test_the_bar_has_five_places_and_says_where_one_is(browser: Client, address: str, here: int) -> None:
    words = ["Vandaag", "Mensen", "Geld", "Mails", "Meer"]
    assert bar(read(browser, f"/kantoor/{address}")) == [f"[{word}]" if at == here else word for at, word in enumerate(words)]


def test_who_is_coach_as_well_finds_the_way_back_to_their_desk_in_it() -> None:
    both = signed_in(people.person("Bas Baas", is_coach=True, is_office=True), NOW)
    assert bar(read(both, "/kantoor/")) == ["Praktijk", "[Vandaag]", "Mensen", "Geld", "Meer"]
    assert bar(read(both, "/praktijk/")) == []


def test_a_client_and_a_coach_have_their_own_bar() -> None:
    coach, noor = people.coach(), people.client()
    people.enrolled(noor, coach)
    assert bar(read(signed_in(coach, NOW), "/praktijk/")) == bar(read(signed_in(noor, NOW), "/vandaag/")) == []


def test_all_there_is_stands_on_one_page_and_each_of_it_is_there(browser: Client) -> None:
    html = read(browser, "/kantoor/meer/")
    places = [place for _title, group in PLACES for place in group]
    for place in places:
        assert f'href="{reverse(place.page)}"' in html
        assert browser.get(reverse(place.page)).status_code in {200, 302}, place.page
    menu = html[html.index('class="sections') :]
    named = {part.split('"')[0] for part in menu[: menu.index("</nav>")].split('href="')[1:]}
    assert named - {reverse(place.page) for place in places} == {"/kantoor/"}, "whatever the row of a desk has, a phone finds here"


def test_a_tab_and_its_page_have_one_name(browser: Client) -> None:
    html = read(browser, "/kantoor/post/")
    assert "<h1>Mails</h1>" in html
    assert "Post<" not in html


# --- Invitations that ended ---
def ended(name: str, starts_in: int) -> Enrolment:
    made = invited(name, people.coach())
    Enrolment.objects.filter(pk=made.pk).update(invitation_ends_at=NOW, starts_on=MONDAY + timedelta(days=starts_in))
    Notice.objects.update(sent_at=NOW - timedelta(days=14))
    return made


def test_an_invitation_that_ended_is_no_longer_counted_as_invited(browser: Client) -> None:
    ended("Ties Mol", 7)
    invited("Mila Jansen", people.coach())
    html = read(browser, "/kantoor/")
    assert "<dt>uitgenodigd</dt><dd>1</dd>" in html
    assert "<dt>uitnodiging verlopen</dt><dd>1</dd>" in html
    assert "Ties Mol" not in read(browser, "/kantoor/mensen/?groep=uitgenodigd")
    assert "Mila Jansen" not in read(browser, "/kantoor/mensen/?groep=verlopen")


def test_it_is_sent_again_with_one_button(browser: Client) -> None:
    made = ended("Ties Mol", 7)
    html = read(browser, "/kantoor/")
    assert "Uitnodigingen die zijn verlopen" in html
    assert "tot 23 november geen antwoord" in html
    page = browser.post(f"/kantoor/mensen/{made.uuid}/opnieuw/", follow=True).content.decode()
    assert "Gedaan, en opgeschreven." in page
    made.refresh_from_db()
    assert made.invitation_ends_at == NOW + timedelta(days=14)
    assert "Ties Mol" not in read(browser, "/kantoor/")


def test_where_the_first_day_has_passed_a_new_one_comes_first(browser: Client) -> None:
    made = ended("Ties Mol", -7)
    html = read(browser, "/kantoor/")
    assert "eerste dag 16 november is voorbij" in html
    assert f'href="/kantoor/mensen/{made.uuid}/start/"' in html
    assert f'action="/kantoor/mensen/{made.uuid}/opnieuw/"' not in html


def test_five_stand_by_name_and_the_list_has_them_all(browser: Client) -> None:
    for number in range(7):
        ended(f"Mens{number} Mol", 7)
    html = read(browser, "/kantoor/")
    assert html.count("geen antwoord") == 5
    assert "7 uitnodigingen zijn verlopen" in html
