"""How long somebody stays logged in, and where."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts import sessions
from tests import people
from tests.accounts.signing import log_in, proved, with_app

pytestmark = pytest.mark.django_db
PAGE, LIST = "/account/", "/account/sessions/"


def is_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


@pytest.mark.parametrize(
    ("own_device", "away", "still_in"),
    [
        (False, timedelta(minutes=29), True),
        (False, timedelta(minutes=31), False),
        (True, timedelta(days=13, hours=23), True),
        (True, timedelta(days=14, minutes=1), False),
    ],
)
def test_a_client_may_be_away_for_so_long(own_device: bool, away: timedelta, still_in: bool) -> None:
    client = Client()
    with time_machine.travel(people.NOW, tick=False) as clock:
        log_in(client, people.client(), own_device=own_device)
        clock.move_to(people.NOW + away)
        assert is_in(client) is still_in


def test_being_there_keeps_a_session_and_thirty_days_end_it() -> None:
    client = Client()
    with time_machine.travel(people.NOW, tick=False) as clock:
        log_in(client, people.client(), own_device=True)
        for days in (10, 20, 29):
            clock.move_to(people.NOW + timedelta(days=days))
            assert is_in(client)
        clock.move_to(people.NOW + timedelta(days=30, minutes=1))
        assert not is_in(client)


def test_staff_is_out_after_an_hour_away() -> None:
    client, marit = Client(), with_app(people.coach())
    with time_machine.travel(people.NOW, tick=False) as clock:
        enter(client, marit)
        clock.move_to(people.NOW + timedelta(minutes=59))
        assert is_in(client)
        clock.move_to(people.NOW + timedelta(minutes=59 + 61))
        assert not is_in(client)


def test_staff_is_out_after_twelve_hours_however_busy() -> None:
    client, marit = Client(), with_app(people.coach())
    with time_machine.travel(people.NOW, tick=False) as clock:
        enter(client, marit)
        for half_hours in range(1, 24):
            clock.move_to(people.NOW + timedelta(minutes=30 * half_hours))
            assert is_in(client), half_hours
        clock.move_to(people.NOW + timedelta(hours=12, minutes=1))
        assert not is_in(client)


def enter(client: Client, user) -> None:
    client.force_login(user)
    proved(client, user)
    assert is_in(client)


def test_a_role_given_meanwhile_holds_at_the_next_request(client: Client) -> None:
    noor = people.client()
    log_in(client, noor, own_device=True)
    assert is_in(client)
    noor.is_coach = True
    noor.save(update_fields=["is_coach"])
    assert client.get(PAGE)["Location"] == "/account/2fa/"


def test_somebody_who_is_closed_off_is_out_at_the_next_request(client: Client) -> None:
    noor = people.client()
    log_in(client, noor)
    noor.is_active = False
    noor.save(update_fields=["is_active"])
    assert not is_in(client)


def test_reading_pages_writes_the_session_at_most_every_two_minutes(client: Client, django_assert_num_queries) -> None:
    log_in(client, people.client())
    with time_machine.travel(timezone.now() + timedelta(seconds=30)):
        before = Session.objects.get(pk=client.session.session_key).session_data
        for _ in range(3):
            client.get(PAGE)
        assert Session.objects.get(pk=client.session.session_key).session_data == before
    with time_machine.travel(timezone.now() + timedelta(seconds=150)):
        client.get(PAGE)
        assert Session.objects.get(pk=client.session.session_key).session_data != before


def test_the_list_shows_each_device_and_ends_the_chosen_one() -> None:
    noor = people.client()
    here, there = Client(), Client(headers={"user-agent": "Een oude telefoon"})
    for client in (here, there):
        log_in(client, noor)
    page = here.get(LIST)
    assert page.status_code == 200
    assert "Een oude telefoon" in page.content.decode()
    row = next(row for row in sessions.open_of(noor, timezone.now()) if row.user_agent == "Een oude telefoon")
    here.post(LIST, {"session": row.pk})
    assert not is_in(there)
    assert is_in(here)


def test_everywhere_else_can_be_ended_at_once() -> None:
    noor = people.client()
    here, others = Client(), [Client(), Client()]
    for client in (here, *others):
        log_in(client, noor)
    here.post(LIST, {"others": ""})
    assert is_in(here)
    assert not any(is_in(client) for client in others)


def test_somebody_elses_session_cannot_be_ended() -> None:
    noor, bram = people.client(), people.client("Bram Smit")
    of_noor, of_bram = Client(), Client()
    log_in(of_noor, noor)
    log_in(of_bram, bram)
    row = sessions.open_of(noor, timezone.now())[0]
    of_bram.post(LIST, {"session": row.pk})
    assert is_in(of_noor)
    assert str(row.pk) not in [str(shown.pk) for shown in of_bram.get(LIST).context["sessions"]]


def test_looking_at_the_list_changes_nothing(client: Client, django_assert_max_num_queries) -> None:
    noor = people.client()
    log_in(client, noor)
    log_in(Client(), noor)
    rows = len(sessions.open_of(noor, timezone.now()))
    with django_assert_max_num_queries(12) as asked:
        client.get(LIST)
    written = [query["sql"] for query in asked if query["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert all("django_session" in sql for sql in written)
    assert len(sessions.open_of(noor, timezone.now())) == rows == 2


def test_ending_all_sessions_ends_them(client: Client) -> None:
    noor = people.client()
    client.force_login(noor)
    sessions.end_all(noor)
    assert not is_in(client)
