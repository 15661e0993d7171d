"""An enrolment from its invitation to its end."""

from datetime import timedelta

import pytest

from accounts.models import Relation, User
from accounts.refusal import Refused
from keyring.models import ClientKey
from notices.models import Notice
from programme import enrolment as deeds
from programme import release
from programme.models import CareKind, Change, Enrolment, Status
from tests import people
from tests.people import MONDAY, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.engine]

WEEK = timedelta(days=7)


@pytest.fixture
def coach() -> User:
    return people.coach()


def invited(coach: User) -> Enrolment:
    return deeds.enrol(client=people.client(), programme=people.programme(), coach=coach, starts_on=MONDAY + WEEK, by=coach, now=NOW)


def now_in(enrolment: Enrolment) -> list[int]:
    return list(enrolment.releases.exclude(opened_at=None).values_list("week__number", flat=True).order_by("week__number"))


def test_an_invitation_makes_keys_a_relation_and_one_mail(coach: User) -> None:
    enrolment = invited(coach)

    assert enrolment.status == Status.INVITED
    assert ClientKey.objects.filter(subject=enrolment.client.subject).count() == 2
    assert Relation.objects.active(NOW).get(client=enrolment.client).member == coach
    assert Notice.objects.get(recipient=enrolment.client).kind == "invitation"


def test_nobody_follows_a_programme_twice_at_once(coach: User) -> None:
    enrolment = invited(coach)

    with pytest.raises(Refused):
        deeds.enrol(client=enrolment.client, programme=enrolment.programme, coach=coach, starts_on=MONDAY, by=coach, now=NOW)


def test_after_the_end_somebody_may_begin_again_with_the_same_relation(coach: User) -> None:
    first = people.enrolled(people.client(), coach)
    deeds.stop(enrolment=first, by=coach, now=NOW)
    again = deeds.enrol(client=first.client, programme=first.programme, coach=coach, starts_on=MONDAY + 5 * WEEK, by=coach, now=NOW)

    assert again.pk != first.pk
    assert Relation.objects.active(NOW).filter(client=first.client).count() == 1


def test_saying_yes_waits_for_a_cover_and_then_for_the_start(coach: User) -> None:
    enrolment = invited(coach)
    deeds.accept(enrolment=enrolment, now=NOW)
    enrolment.refresh_from_db()
    assert enrolment.status == Status.PENDING

    deeds.activate(enrolment=enrolment, by=coach, now=NOW)
    assert enrolment.releases.count() == 12
    assert set(enrolment.releases.values_list("blocked_by", flat=True)) == {"cover"}


def test_saying_yes_twice_is_saying_yes(coach: User) -> None:
    enrolment = invited(coach)
    deeds.accept(enrolment=enrolment, now=NOW)
    deeds.accept(enrolment=enrolment, now=NOW)

    assert Change.objects.filter(enrolment=enrolment, kind="accepted").count() == 1


def test_an_invitation_ends_after_fourteen_days(coach: User) -> None:
    enrolment = invited(coach)

    with pytest.raises(Refused):
        deeds.accept(enrolment=enrolment, now=NOW + timedelta(days=14))
    deeds.accept(enrolment=enrolment, now=NOW + timedelta(days=14, seconds=-1))


def test_who_is_now_in_week_five_gets_four_weeks_silently_and_one_mail(coach: User) -> None:
    enrolment = people.enrolled(people.client(), coach, starts_on=MONDAY - 4 * WEEK)
    assert now_in(enrolment) == [1, 2, 3, 4]

    release.open_due(NOW, catch_up=True)
    assert now_in(enrolment) == [1, 2, 3, 4, 5]
    assert Notice.objects.filter(recipient=enrolment.client, kind="week-open").count() == 1
    assert enrolment.releases.filter(announced_at=None, opened_at__isnull=False).count() == 4


def test_a_programme_that_lacks_a_week_starts_nobody(coach: User) -> None:
    enrolment = invited(coach)
    deeds.accept(enrolment=enrolment, now=NOW)
    enrolment.programme.weeks.get(number=12).delete()

    with pytest.raises(Refused):
        deeds.activate(enrolment=enrolment, by=coach, now=NOW)
    assert Enrolment.objects.get(pk=enrolment.pk).status == Status.PENDING


def test_another_start_moves_what_is_unopened_and_leaves_what_is_open(coach: User) -> None:
    enrolment = people.enrolled(people.client(), coach, starts_on=MONDAY)
    deeds.restart(enrolment=enrolment, starts_on=MONDAY + 3 * WEEK, by=coach, now=NOW)

    days = [enrolment.local_day(at) for at in enrolment.releases.order_by("week__number").values_list("opens_at", flat=True)]
    assert days[:3] == [MONDAY, MONDAY + 4 * WEEK, MONDAY + 5 * WEEK]


def test_another_hour_and_zone_move_what_is_ahead(coach: User) -> None:
    enrolment = people.enrolled(people.client(), coach, starts_on=MONDAY)
    deeds.change_clock(enrolment=enrolment, zone="America/New_York", hour=9, by=enrolment.client, now=NOW)

    opens_at = enrolment.releases.get(week__number=2).opens_at
    assert (opens_at.hour, opens_at.date()) == (14, MONDAY + WEEK)


@pytest.mark.parametrize(("zone", "hour"), [("Mars/Olympus", 7), ("Europe/Amsterdam", 24), ("Europe/Amsterdam", -1), ("UTC", 7)])
def test_a_clock_that_does_not_exist_is_refused(coach: User, zone: str, hour: int) -> None:
    enrolment = people.enrolled(people.client(), coach)

    with pytest.raises(Refused):
        deeds.change_clock(enrolment=enrolment, zone=zone, hour=hour, by=enrolment.client, now=NOW)


def test_after_the_end_there_is_no_hour_to_choose(coach: User) -> None:
    enrolment = people.enrolled(people.client(), coach)
    deeds.stop(enrolment=enrolment, by=coach, now=NOW)

    with pytest.raises(Refused):
        deeds.change_clock(enrolment=enrolment, zone="Europe/Lisbon", hour=9, by=enrolment.client, now=NOW)
    assert not enrolment.changes.filter(kind="clock changed").exists()


def test_seven_days_after_the_last_opening_it_is_complete(coach: User) -> None:
    enrolment = people.enrolled(people.client(), coach, starts_on=MONDAY)
    last = enrolment.releases.get(week__number=12).opens_at
    release.open_due(last, catch_up=True)

    assert deeds.complete_due(last + timedelta(days=7, seconds=-1)) == 0
    assert deeds.complete_due(last + timedelta(days=7)) == 1
    assert deeds.complete_due(last + timedelta(days=8)) == 0
    enrolment.refresh_from_db()
    assert enrolment.status == Status.COMPLETED


def test_eleven_open_weeks_are_not_twelve(coach: User) -> None:
    people.enrolled(people.client(), coach, starts_on=MONDAY, through_week=11)
    release.open_due(NOW + 30 * WEEK, catch_up=True)

    assert deeds.complete_due(NOW + 40 * WEEK) == 0


def test_stopping_twice_is_refused_kindly(coach: User) -> None:
    enrolment = people.enrolled(people.client(), coach)
    deeds.stop(enrolment=enrolment, by=enrolment.client, now=NOW)

    with pytest.raises(Refused):
        deeds.stop(enrolment=enrolment, by=enrolment.client, now=NOW)


def test_what_each_state_may_do(coach: User) -> None:
    enrolment = people.enrolled(people.client(), coach)
    assert enrolment.may_read(NOW)
    assert enrolment.may_write(NOW)

    deeds.stop(enrolment=enrolment, by=coach, now=NOW)
    enrolment.refresh_from_db()
    assert enrolment.may_read(NOW + timedelta(days=364))
    assert not enrolment.may_read(NOW + timedelta(days=365))
    assert not enrolment.may_write(NOW)


def test_a_completed_client_reads_a_year_and_writes_three_months(coach: User) -> None:
    enrolment = Enrolment(status=Status.COMPLETED, ended_at=NOW, care_kind=CareKind.COACHING)

    assert enrolment.may_write(NOW + timedelta(days=90))
    assert not enrolment.may_write(NOW + timedelta(days=91))
    assert enrolment.may_read(NOW + timedelta(days=364))


@pytest.mark.parametrize("status", [Status.INVITED, Status.PENDING])
def test_before_the_start_there_is_nothing_to_read_or_write(status: Status) -> None:
    enrolment = Enrolment(status=status)

    assert not enrolment.may_read(NOW)
    assert not enrolment.may_write(NOW)
