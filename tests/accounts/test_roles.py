"""Who works here and as what."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts import roles, sessions
from accounts.models import OfficeDeed, Practice, User
from accounts.refusal import Refused
from notices.models import Notice
from tests import people
from tests.people import NOW
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db
STAFF = "/kantoor/medewerkers/"


@pytest.fixture
def els() -> User:
    return people.office("Els Bakker")


@pytest.fixture
def office(els: User) -> Any:
    with time_machine.travel(NOW, tick=False):
        yield signed_in(els, NOW)


def test_somebody_new_gets_a_mail_and_the_others_hear_of_it(office: Client, els: User) -> None:
    marit = people.coach()
    answer = office.post(f"{STAFF}nieuw/", {"name": "Ilse Oud", "email": "Ilse@Praktijk.example", "is_coach": "on"})
    ilse = User.objects.get(email="ilse@praktijk.example")
    assert answer.headers["Location"] == STAFF
    assert (ilse.is_coach, ilse.is_office, ilse.has_usable_password()) == (True, False, False)
    assert set(Notice.objects.values_list("recipient", "kind")) == {
        (ilse.pk, "staff-welcome"), (ilse.pk, "role-given"), (marit.pk, "role-given"),
    }  # fmt: skip
    assert OfficeDeed.objects.get().after == {"coach": True, "office": False}
    assert "Ilse Oud" in office.get(STAFF).content.decode()
    assert "guides people" not in office.get("/kantoor/geschiedenis/?soort=praktijk").content.decode()


def test_roles_are_given_and_taken_and_who_lost_one_is_out(office: Client) -> None:
    marit = people.coach(is_office=True)
    browser = signed_in(marit, NOW)
    office.post(f"{STAFF}{marit.pk}/", {"is_coach": "on", "deed": "roles"})
    marit.refresh_from_db()
    assert (marit.is_coach, marit.is_office) == (True, False)
    assert browser.get("/kantoor/").status_code in {302, 404}
    assert not sessions.open_of(marit, NOW)


def test_nobody_changes_their_own_roles(office: Client, els: User) -> None:
    """Who could make a coach of themselves could read (T43)."""
    office.post(f"{STAFF}{els.pk}/", {"is_coach": "on", "is_office": "on", "deed": "roles"})
    els.refresh_from_db()
    assert not els.is_coach
    for deed in (roles.deactivate, roles.reactivate):
        with pytest.raises(Refused, match="eigen rollen"):
            deed(member=els, by=els, now=NOW)


def test_one_of_the_office_always_stays(els: User) -> None:
    sam = people.office("Sam Bos")
    roles.deactivate(member=els, by=sam, now=NOW)
    superuser = people.person("Sys", is_superuser=True, is_office=True)
    roles.deactivate(member=superuser, by=sam, now=NOW)
    for by in (els, superuser):
        with pytest.raises(Refused):
            roles.deactivate(member=sam, by=by, now=NOW)
    assert User.objects.filter(is_office=True, is_active=True).get() == sam


def test_who_still_guides_people_hands_them_over_first(els: User) -> None:
    marit = people.coach()
    people.cares_for(marit, people.client())
    with pytest.raises(Refused, match="Draag hen eerst over"):
        roles.deactivate(member=marit, by=els, now=NOW)
    with pytest.raises(Refused, match="Draag hen eerst over"):
        roles.change_roles(member=marit, is_coach=False, is_office=True, by=els, now=NOW)


def test_access_is_taken_and_given_again(office: Client) -> None:
    marit = people.coach()
    browser = signed_in(marit, NOW)
    office.post(f"{STAFF}{marit.pk}/", {"deed": "out"})
    marit.refresh_from_db()
    assert not marit.is_active
    assert browser.get("/praktijk/").status_code == 302
    office.post(f"{STAFF}{marit.pk}/", {"deed": "in"})
    marit.refresh_from_db()
    assert marit.is_active
    assert [deed.kind for deed in OfficeDeed.objects.all()] == ["reactivated", "deactivated"]


def test_a_client_is_not_found_among_who_works_here(office: Client) -> None:
    client = people.client()
    for address in (f"{STAFF}{client.pk}/", f"{STAFF}{2**70}/"):
        assert office.get(address).status_code == 404
        assert office.post(address, {"is_coach": "on"}).status_code == 404
    with pytest.raises(Refused):
        roles.change_roles(member=client, is_coach=True, is_office=False, by=people.office("Sam"), now=NOW)


def test_bad_input_makes_nobody(office: Client) -> None:
    good = {"name": "Ilse", "email": "ilse@example.nl", "is_coach": "on"}
    taken = people.client().email
    wrong = [
        {"name": ""},
        {"name": "x" * 121},
        {"name": "a\x00"},
        {"email": "a@b"},
        {"email": taken},
        {"email": "a@b.nl\r\nBcc: x@y.nl"},
        {"is_coach": ""},
    ]
    for change in wrong:
        answer = office.post(f"{STAFF}nieuw/", good | change)
        assert answer.status_code == 422, change
    assert User.objects.filter(is_coach=True).count() == 0


@pytest.mark.parametrize("address", [f"{STAFF}nieuw/", f"{STAFF}1/", "/kantoor/praktijk/"])
def test_roles_and_settings_ask_once_more_who_is_there(els: User, address: str) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        browser = signed_in(els, NOW)
        clock.shift(16 * 60)
        assert browser.get(address).headers["Location"].startswith("/account/")


@pytest.mark.parametrize("who", [people.client, people.coach])
def test_for_others_there_is_nothing_here(els: User, who: Any) -> None:
    browser = signed_in(who("Sam"), NOW)
    for address in (STAFF, f"{STAFF}nieuw/", f"{STAFF}{els.pk}/", "/kantoor/praktijk/", "/kantoor/cijfers/", "/kantoor/geschiedenis/"):
        assert browser.get(address).status_code == 404
    assert browser.post(f"{STAFF}{els.pk}/", {"deed": "out"}).status_code == 404
    assert not Practice.objects.exists()
