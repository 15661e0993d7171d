"""What the night holds is on no page of the coach: each looks as if it had never been shared."""

import re

import pytest
import time_machine

from exercises import logs
from exercises.models import Log
from programme.models import Release
from tests.exercises.test_night import JUST_BEFORE, LATE, MORNING
from tests.people import NOW
from tests.signed_in import signed_in
from tests.test_access import ADDRESSES, COACH, COACH_OF_A, World, address

pytestmark = pytest.mark.django_db

# What differs from one showing to the next: tokens of forms.
ANEW = re.compile(r'value="[0-9a-zA-Z-]{36,}"')
PAGES = sorted(route for route, kind in ADDRESSES.items() if kind in {COACH, COACH_OF_A} and "<int:pk>" not in route)


def look(desk, log: Log, now) -> dict[str, tuple[int, str]]:
    """Every page of the coach as it stands now."""
    with time_machine.travel(now, tick=False):
        coach, world = (
            signed_in(desk.coach, now),
            World(desk.enrolment, log, ids={"": log.uuid, "praktijk/": desk.enrolment.uuid}),
        )
        shown = {route: coach.get(address(route, world)) for route in PAGES}
    return {route: (page.status_code, ANEW.sub("", page.content.decode())) for route, page in shown.items()}


@pytest.fixture
def private(desk) -> Log:
    Release.objects.filter(enrolment=desk.enrolment, week__number=1).update(opened_at=NOW)
    return desk.write({"verhaal": "Laat nog iets."}, now=LATE).log


def test_until_the_morning_every_page_is_as_if_nothing_was_shared(desk, private) -> None:
    before = look(desk, private, JUST_BEFORE)
    logs.share(log=private, now=LATE)
    during = look(desk, private, JUST_BEFORE)
    assert [route for route in PAGES if during[route] != before[route]] == []
    after = look(desk, private, MORNING)
    assert any(after[route] != during[route] for route in PAGES), "in the morning it is there"


def test_a_draft_of_the_night_is_nowhere_either(desk, private) -> None:
    before = look(desk, private, MORNING)
    desk.write({"verhaal": "Half."}, draft=True, now=LATE)
    assert look(desk, private, MORNING) == before


def test_what_was_taken_back_in_the_night_was_never_there(desk, private) -> None:
    before = look(desk, private, MORNING)
    logs.withdraw(log=logs.share(log=private, now=LATE), now=JUST_BEFORE)
    assert look(desk, private, MORNING) == before


def test_the_hour_of_the_night_is_on_none_of_them(desk, private) -> None:
    logs.share(log=private, now=LATE)
    for route, (_status, page) in look(desk, private, MORNING).items():
        assert "22:30" not in page, route
