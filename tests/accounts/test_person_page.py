"""My account: name, language, time zone, which mails."""

import pytest
from django.test import Client

from accounts.models import User
from notices.kinds import switches
from notices.models import Muted
from tests import people
from tests.people import NOW
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/account/"
GOOD = {"name": "Noor de Vries", "language": "en", "zone": "Europe/Lisbon"}


def test_a_stranger_is_sent_to_the_log_in_page(client: Client) -> None:
    assert client.get(PAGE)["Location"] == f"/account/login/?next={PAGE}"


def test_somebody_changes_their_name_language_and_zone(client: Client) -> None:
    noor = people.client()
    client.force_login(noor)
    client.post(PAGE, GOOD)
    noor.refresh_from_db()
    assert (noor.name, noor.language, noor.zone) == ("Noor de Vries", "en", "Europe/Lisbon")
    assert "My account" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("wrong", [{"name": ""}, {"zone": "Mars/Olympus"}, {"language": "xx"}, {"name": "x" * 121}])
def test_what_cannot_be_is_refused_and_nothing_changes(client: Client, wrong: dict[str, str]) -> None:
    noor = people.client()
    client.force_login(noor)
    answer = client.post(PAGE, GOOD | wrong)
    assert answer.status_code == 200
    noor.refresh_from_db()
    assert (noor.name, noor.zone) == ("Noor Visser", "Europe/Amsterdam")


def test_what_the_page_does_not_ask_cannot_be_changed(client: Client) -> None:
    noor = people.client()
    email, subject = noor.email, noor.subject
    client.force_login(noor)
    client.post(
        PAGE, GOOD | {"email": "x@example.nl", "is_coach": "on", "is_office": "on", "is_superuser": "on", "subject": str(noor.subject)}
    )
    noor = User.objects.get(pk=noor.pk)
    assert (noor.email, noor.subject, noor.is_coach, noor.is_office, noor.is_superuser) == (email, subject, False, False, False)


def test_a_switch_turns_a_mail_off_and_on_again(client: Client) -> None:
    noor = people.client()
    names = [kind.name for kind in switches(noor)]
    assert names, "no kind of mail has a switch"
    client.force_login(noor)
    client.post(PAGE, {"mails": "", "kinds": names[1:]})
    assert list(Muted.objects.filter(recipient=noor).values_list("kind", flat=True)) == names[:1]
    client.post(PAGE, {"mails": "", "kinds": names})
    assert not Muted.objects.filter(recipient=noor).exists()


def test_everybody_is_offered_the_switches_of_the_mails_that_they_get() -> None:
    of_coach = [kind.name for kind in switches(people.coach())]
    assert of_coach == ["digest"]
    assert "week-open" in (of_client := [kind.name for kind in switches(people.client())])
    assert not set(of_client) & set(of_coach)
    assert not switches(people.office())


def test_a_mail_without_a_switch_cannot_be_turned_off(client: Client) -> None:
    noor = people.client()
    client.force_login(noor)
    client.post(PAGE, {"mails": ""})
    assert "login-code" not in Muted.objects.filter(recipient=noor).values_list("kind", flat=True)


def test_the_page_is_dutch_by_default(client: Client) -> None:
    client.force_login(people.client())
    assert "Mijn account" in client.get(PAGE).content.decode()


def test_what_is_a_clients_alone_is_offered_to_clients_alone(client: Client) -> None:
    client.force_login(people.client())
    page = client.get(PAGE).content.decode()
    assert 'href="/account/situatie/"' in page
    assert 'href="/account/gelezen/"' in page


def test_whoever_works_here_is_offered_nothing_of_a_client() -> None:
    page = signed_in(people.coach(), NOW).get(PAGE).content.decode()
    assert "Mijn account" in page
    assert "/account/situatie/" not in page
    assert "/account/gelezen/" not in page
