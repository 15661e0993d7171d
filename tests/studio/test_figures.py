"""The figures of the office."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from accounts.models import User
from billing.models import Mode
from exercises import logs
from programme import enrolment as whole
from programme import release
from programme.models import Enrolment
from studio.office import figures
from tests import people
from tests.billing import orders
from tests.people import NOW
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=15)


def write(enrolment: Enrolment, number: int, *, draft: bool = False) -> None:
    week = enrolment.programme.weeks.get(number=number)
    exercise = week.exercises.get(source_id=f"w{number:02}-a")
    written = logs.write(
        enrolment=enrolment, exercise=exercise, week=week, answers={"kort": "x"}, based_on=0, draft=draft, client_token=uuid4(), now=NOW
    )
    if not draft:
        logs.share(log=written.log, now=NOW)


def crowd(coach: User, count: int) -> list[Enrolment]:
    made = [people.enrolled(people.client(f"Mens {number}"), coach) for number in range(count)]
    for days in (0, 7, 15):
        release.open_due(NOW + timedelta(days=days), catch_up=True)
    return made


def test_a_week_counts_who_wrote_in_it_of_whom_it_was_open_for_seven_days(coach: User) -> None:
    made = crowd(coach, 10)
    for enrolment in made[:6]:
        write(enrolment, 1)
    write(made[7], 1, draft=True)
    whole.stop(enrolment=made[9], by=coach, now=NOW + timedelta(days=2))
    first, second, third, *_ = figures.by_week(LATER)
    assert (first.done, first.of, first.percent) == (6, 10, 60)
    assert (second.done, second.of, third.of) == (0, 10, 0)
    assert third.percent is None


def test_nine_people_give_no_figure_on_the_page(coach: User) -> None:
    for enrolment in crowd(coach, 9):
        write(enrolment, 1)
    with time_machine.travel(LATER, tick=False):
        page = signed_in(people.office(), LATER).get("/kantoor/cijfers/").content.decode()
    assert "100%" not in page
    assert "minder dan tien" in page
    assert "65%" in page


def test_promises_are_counted_by_their_moment(coach: User) -> None:
    for enrolment in crowd(coach, 10):
        write(enrolment, 1)
    found = figures.promises(LATER)
    assert (found.given, found.kept, found.people, found.percent) == (10, 0, 10, 0)
    assert figures.promises(NOW).percent is None


def test_turnover_stands_there_as_numbers_that_lead_to_their_quarter(coach: User, django_assert_max_num_queries: Any) -> None:
    order = orders.ordered(people.enrolled(people.client(), coach), mode=Mode.LIVE)
    orders.booked(order.instalments.get(number=1), mode=Mode.LIVE)
    browser = signed_in(people.office(), NOW)
    with time_machine.travel(NOW, tick=False), django_assert_max_num_queries(25):
        page = browser.get("/kantoor/cijfers/").content.decode()
    row = page[page.index("Kwartaal 4, 2026") : page.index("Kwartaal 3, 2026")]
    assert "€\N{NO-BREAK SPACE}330" in row
    assert 'href="/kantoor/omzet/2026/4/"' in page
