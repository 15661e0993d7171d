"""The office's list of people, and inviting one more."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.access import coach_of
from accounts.models import User
from notices.models import Notice
from programme import enrolment as deeds
from programme.models import CareKind, Enrolment, Status
from tests import people
from tests.journey.pages import read
from tests.people import MONDAY, NOW
from tests.signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LIST, NEW = "/kantoor/mensen/", "/kantoor/mensen/nieuw/"


def invited(name: str, by: User, **fields: Any) -> Enrolment:
    return deeds.enrol(client=people.client(name, **fields), programme=people.programme(), coach=by, starts_on=MONDAY, by=None, now=NOW)


def form(coach: User, **other: str) -> dict[str, str]:
    fields = {"name": "Mila Jansen", "email": "Mila@Example.nl", "coach": str(coach.pk), "starts_on": "2026-11-30"}
    return fields | {"language": "nl", "care_kind": "coaching", "through_week": "0"} | other


def test_the_list_shows_where_everybody_is_and_with_whom(office: Client, coach: User) -> None:
    people.enrolled(people.client("Noor Visser"), coach)
    invited("Ties Mol", coach)
    page = read(office.get(LIST))
    for word in ("Noor Visser", "begint op 23 november", "Ties Mol", "uitgenodigd, tot 7 december", "Marit Veenstra", "2 mensen"):
        assert word in page


@pytest.mark.parametrize(
    ("group", "shown"),
    [("uitgenodigd", {"Ties"}), ("bezig", {"Noor", "Pim"}), ("pauze", {"Pim"}), ("gestopt", {"Saar"}),
     ("iedereen", {"Noor", "Ties", "Pim", "Saar"}),
     ("nu", {"Noor", "Ties", "Pim"}), ("verlopen", set()), ("nooit", {"Noor", "Pim"}), ("niet een groep", {"Noor", "Ties", "Pim"})],
)  # fmt: skip
def test_each_choice_shows_its_people(office: Client, coach: User, group: str, shown: set[str]) -> None:
    people.enrolled(people.client("Noor Visser"), coach)
    invited("Ties Mol", coach)
    resting = people.enrolled(people.client("Pim Bos"), coach)
    deeds.pause(enrolment=resting, starts_on=MONDAY, ends_on=MONDAY + timedelta(days=7), by=resting.client, now=NOW)
    stopped = invited("Saar Vos", coach)
    deeds.stop(enrolment=stopped, by=coach, now=NOW)
    page = office.get(LIST, {"groep": group}).content.decode()
    assert {name for name in ("Noor", "Ties", "Pim", "Saar") if name in page} == shown


def test_a_search_is_posted_so_no_name_stands_in_an_address(office: Client, coach: User) -> None:
    invited("Ties Mol", coach)
    invited("Noor Visser", coach)
    answer = office.post(LIST, {"zoek": "mol ties"})
    assert answer.status_code == 200
    assert "Ties Mol" in answer.content.decode()
    assert "Noor Visser" not in answer.content.decode()
    assert "Noor Visser" in office.get(LIST, {"zoek": "mol"}).content.decode()  # not asked of an address
    kept = office.post(LIST, {"groep": "uitgenodigd", "volgorde": "start"})
    assert (kept.status_code, kept.headers["Location"]) == (302, f"{LIST}?groep=uitgenodigd&volgorde=start")


def test_the_list_of_one_coach(office: Client, coach: User) -> None:
    other = people.coach("Ilse Oud")
    invited("Ties Mol", coach)
    invited("Noor Visser", other)
    page = office.get(LIST, {"begeleider": str(other.pk)}).content.decode()
    assert "Noor Visser" in page
    assert "Ties Mol" not in page


def test_more_than_a_page_is_leafed_through_also_while_searching(office: Client, coach: User) -> None:
    for number in range(52):
        invited(f"Mens {number:02} Jansen", coach)
    first, second = (office.post(LIST, {"zoek": "jansen", "bladzijde": str(number)}).content.decode() for number in (1, 2))
    assert "Mens 49 Jansen" in first
    assert "Mens 50 Jansen" not in first
    assert "Mens 51 Jansen" in second


@pytest.mark.parametrize("rows", [1, 4])
def test_the_list_costs_the_same_for_one_and_for_four(office: Client, coach: User, rows: int, django_assert_max_num_queries: Any) -> None:
    for number in range(rows):
        people.enrolled(people.client(f"Mens {number}"), coach)
    with django_assert_max_num_queries(9):
        office.get(LIST)


@pytest.mark.parametrize("who", [people.client, people.coach])
def test_for_others_there_is_nothing_here(coach: User, who: Any) -> None:
    browser = signed_in(who("Sam"), NOW)
    enrolment = invited("Ties Mol", coach)
    for address in ("/kantoor/", LIST, NEW, f"{LIST}{enrolment.uuid}/"):
        assert browser.get(address).status_code == 404
        assert browser.post(address, form(coach)).status_code in {404, 405}
    assert not User.objects.filter(email="mila@example.nl").exists()


def test_somebody_new_is_invited_in_one_go(office: Client, coach: User) -> None:
    answer = office.post(NEW, form(coach))
    made = Enrolment.objects.get(client__email="mila@example.nl")
    assert answer.headers["Location"] == f"{LIST}{made.uuid}/"
    assert (made.status, made.starts_on, made.covered_through, made.care_kind) == (Status.INVITED, date(2026, 11, 30), 0, CareKind.COACHING)
    assert coach_of(made.client, NOW) == coach
    assert Notice.objects.get(recipient=made.client).kind == "invitation"
    assert made.changes.get().by == User.objects.get(is_office=True)
    assert "Uitgenodigd, met 30 november 2026" in office.get(answer.headers["Location"]).content.decode()


def test_the_form_proposes_the_next_first_day(office: Client, coach: User) -> None:
    assert 'value="2026-11-30"' in office.get(NEW).content.decode()


def test_a_place_that_is_arranged_already_covers_all_weeks(office: Client, coach: User) -> None:
    office.post(NEW, form(coach, through_week="12"))
    assert Enrolment.objects.get().covered_through == 12


def test_who_follows_it_already_is_not_invited_twice(office: Client, coach: User) -> None:
    office.post(NEW, form(coach))
    answer = office.post(NEW, form(coach, email="mila@example.nl "))
    assert answer.status_code == 422
    assert "volgt dit traject al" in answer.content.decode()
    assert Enrolment.objects.count() == 1


def test_who_works_here_is_not_made_a_client(office: Client, coach: User) -> None:
    answer = office.post(NEW, form(coach, email=coach.email))
    assert "onder een ander adres" in answer.content.decode()
    assert not Enrolment.objects.exists()


BAD = {
    "name": ["", " ", "x" * 121, "a\x00b"],
    "email": ["", "geen adres", "a@b", "a@b.nl, c@d.nl", "a@b.nl\r\nBcc: x@y.nl", "é" * 250 + "@b.nl", "a" * 250 + "@b.nl"],
    "coach": ["", "0", "-1", "x", str(2**63), "\x00"],
    "starts_on": ["", "31-02-2027", "0001-01-01", "9999-12-31", "morgen"],
    "care_kind": ["", "x"],
    "through_week": ["", "7", "13", "-1"],
    "language": ["fr", "en"],
}


def test_what_cannot_be_right_is_refused_in_a_sentence_and_nothing_is_made(office: Client, coach: User) -> None:
    for name, values in BAD.items():
        for value in values:
            answer = office.post(NEW, form(coach) | {name: value})
            assert answer.status_code == 422, (name, value)
            assert "field__error" in answer.content.decode() or 'class="wrong"' in answer.content.decode(), (name, value)
    assert not Enrolment.objects.exists()
    assert not User.objects.filter(name__startswith="Mila").exists()


def test_the_first_page_counts_what_may_need_a_hand(office: Client, coach: User) -> None:
    old = invited("Ties Mol", coach)
    Enrolment.objects.filter(pk=old.pk).update(invitation_ends_at=NOW)
    page = office.get("/kantoor/").content.decode()
    assert "Eén uitnodiging is verlopen zonder antwoord" in page
    assert "?groep=verlopen" in page
    assert office.get("/").headers["Location"] == "/kantoor/"
