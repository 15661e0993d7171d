"""Where the brake leads: for everybody, without an account or a script, and without a trace."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from accounts.models import AccessRecord
from tests.journey.pages import counted, read

BRAKE = "/even-stop/"


def test_it_lands_by_looking_naming_feet_and_cold_water(client, db) -> None:
    said = read(client.get(BRAKE))
    order = ["Kijk om je heen", "Noem wat je ziet", "Voel je voeten", "Koud water"]
    assert [said.index(step) for step in order] == sorted(said.index(step) for step in order)


@pytest.mark.parametrize("word", ["adem", "ogen dicht", "sluit je ogen", "veilige plek", "moet "])
def test_it_never_asks_for_breath_or_closed_eyes(client, db, word) -> None:
    assert word not in read(client.get(BRAKE)).lower()


def test_it_needs_no_account_and_leaves_no_trace(client, db) -> None:
    answer = client.get(BRAKE)
    assert answer.status_code == 200
    assert not answer.cookies
    assert not Session.objects.exists()
    assert not AccessRecord.objects.exists()


def test_of_who_is_logged_in_not_even_the_moment_is_kept(noor, clock) -> None:
    before = Session.objects.values_list("session_data", flat=True).get()
    clock.shift(timedelta(minutes=10))
    assert noor.get(BRAKE).status_code == 200
    assert Session.objects.values_list("session_data", flat=True).get() == before


def test_it_asks_nothing_back(client, db) -> None:
    page = client.get(BRAKE).content.decode()
    inside = page[page.index("<main") : page.index("</main>")]
    for question in ("<form", "<input", "<textarea", "<script"):
        assert question not in inside
    assert client.post(BRAKE).status_code == 405


def test_who_is_logged_in_finds_the_way_back(noor) -> None:
    assert "Naar Vandaag" in read(noor.get(BRAKE))


def test_who_is_not_logged_in_is_led_nowhere_that_is_closed(client, db) -> None:
    assert "Naar Vandaag" not in read(client.get(BRAKE))


def test_it_asks_the_database_for_the_practice_only(client, db) -> None:
    with counted(1):
        client.get(BRAKE)
