"""Being away: planned, taken out, or ill today."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts import absence
from accounts.models import Absence
from accounts.refusal import Refused
from tests import people
from tests.people import NOW

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def test_a_holiday_closes_its_days_for_its_member_alone() -> None:
    marit, jip = people.coach(), people.coach("Jip Smit")
    absence.plan(member=marit, starts_on=days(2), ends_on=days(4), now=NOW)
    assert days(2) in absence.closed_for(marit)
    assert days(4) not in absence.closed_for(marit)
    assert days(2) not in absence.closed_for(jip)
    assert date(2026, 12, 25) in absence.closed_for(None)


def test_the_same_days_twice_are_once() -> None:
    marit = people.coach()
    one = absence.plan(member=marit, starts_on=days(2), ends_on=days(4), now=NOW)
    assert absence.plan(member=marit, starts_on=days(2), ends_on=days(4), now=NOW) == one
    assert Absence.objects.count() == 1


@pytest.mark.parametrize(("first", "back"), [(2, 2), (3, 2), (-1, 3), (400, 401), (0, 367)])
def test_days_that_are_no_span_or_not_to_come_are_refused(first, back) -> None:
    with pytest.raises(Refused):
        absence.plan(member=people.coach(), starts_on=days(first), ends_on=days(back), now=NOW)
    assert not Absence.objects.exists()


def test_days_that_overlap_are_refused_and_days_that_touch_are_not() -> None:
    marit = people.coach()
    absence.plan(member=marit, starts_on=days(2), ends_on=days(4), now=NOW)
    absence.plan(member=marit, starts_on=days(4), ends_on=days(6), now=NOW)
    with pytest.raises(Refused):
        absence.plan(member=marit, starts_on=days(3), ends_on=days(5), now=NOW)


def test_what_lies_ahead_is_taken_out_and_what_was_lived_stays() -> None:
    marit = people.coach()
    ahead = absence.plan(member=marit, starts_on=days(2), ends_on=days(4), now=NOW)
    running = absence.fall_ill(member=marit, back_on=days(2), now=NOW)
    for each in (ahead, running):
        for _twice in range(2):
            absence.cancel(absence=each, now=NOW + timedelta(days=1))
    assert Absence.objects.of(marit).spans() == [(TODAY, days(1))]


def test_ill_again_on_one_day_is_one_illness_with_the_new_day() -> None:
    marit = people.coach()
    absence.fall_ill(member=marit, back_on=days(1), now=NOW)
    absence.fall_ill(member=marit, back_on=days(3), now=NOW)
    assert Absence.objects.of(marit).spans() == [(TODAY, days(3))]
    with pytest.raises(Refused):
        absence.fall_ill(member=marit, back_on=TODAY, now=NOW)


def test_an_illness_within_a_holiday_is_possible() -> None:
    marit = people.coach()
    absence.plan(member=marit, starts_on=TODAY, ends_on=days(4), now=NOW)
    assert absence.fall_ill(member=marit, back_on=days(2), now=NOW).kind == Absence.Kind.ILL


def test_the_page_proposes_the_first_day_that_is_open() -> None:
    marit = people.coach()
    absence.plan(member=marit, starts_on=days(1), ends_on=days(3), now=NOW)
    assert absence.back_by_default(marit, TODAY) == days(3)


def test_the_database_itself_refuses_an_absence_without_days() -> None:
    marit = people.coach()
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.create(member=marit, starts_on=TODAY, ends_on=TODAY, made_at=NOW)
