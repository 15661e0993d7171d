"""What the office does to one enrolment: invite again, hand over, give more time, care or coaching, bring over."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.access import cares_for, coach_of
from accounts.models import Practice, User
from accounts.refusal import Refused
from exercises import reminders
from notices import outbox
from notices.models import Channel, Notice
from programme import contact, release
from programme import enrolment as whole
from programme.arrival import arrive, first_day_of
from programme.calendar import opening_moments
from programme.care import change_care_kind
from programme.extension import extend
from programme.handover import hand_over
from programme.invitation import mail_to_new_address, renew
from programme.models import CareKind, Change, Enrolment, Release, Status
from tests import people
from tests.people import MONDAY, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> User:
    return people.office()


@pytest.fixture
def coach() -> User:
    people.programme()
    return people.coach()


def invited(coach: User, starts_on: date = MONDAY) -> Enrolment:
    return whole.enrol(client=people.client(), programme=people.programme(), coach=coach, starts_on=starts_on, by=None, now=NOW)


def test_inviting_again_gives_fourteen_new_days_and_one_more_mail(coach: User, office: User) -> None:
    made = invited(coach, MONDAY + timedelta(days=28))
    Notice.objects.update(sent_at=NOW)
    later = NOW + timedelta(days=20)
    renew(enrolment=made, by=office, now=later)
    made.refresh_from_db()
    assert made.invitation_ends_at == later + timedelta(days=14)
    [mail] = Notice.objects.filter(kind="invitation")
    assert (mail.resends, mail.sent_at, mail.resent_by) == (1, None, office)
    assert [change.kind for change in made.changes.all()] == ["invited again", "invited"]


def test_a_second_press_sends_no_second_mail(coach: User, office: User) -> None:
    made = invited(coach)
    with pytest.raises(Refused, match="net vertrokken"):
        renew(enrolment=made, by=office, now=NOW)
    Notice.objects.update(sent_at=NOW)
    with pytest.raises(Refused):
        renew(enrolment=made, by=office, now=NOW + timedelta(minutes=9))
    renew(enrolment=made, by=office, now=NOW + timedelta(minutes=10))


def test_nobody_is_invited_to_a_day_that_has_passed_or_to_where_they_are(coach: User, office: User) -> None:
    late = invited(coach)
    with pytest.raises(Refused, match="eerste dag"):
        renew(enrolment=late, by=office, now=NOW + timedelta(days=3))
    on_their_way = people.enrolled(people.client(), coach)
    User.objects.filter(pk=on_their_way.client_id).update(last_login=NOW)
    with pytest.raises(Refused, match="al binnen"):
        renew(enrolment=on_their_way, by=office, now=NOW)


def test_a_corrected_address_gets_the_mail_at_once(coach: User, office: User) -> None:
    made = invited(coach)
    mail_to_new_address(enrolment=made, by=office, now=NOW)
    assert Notice.objects.get(kind="invitation").resends == 1


def test_handing_over_ends_one_relation_begins_another_and_tells_the_client(coach: User, office: User) -> None:
    made = people.enrolled(people.client(), coach)
    new = people.coach("Ilse Oud")
    contact.ask(enrolment=made, now=NOW)
    outbox.post(recipient=coach, kind="untouched", key="x", about=f"{made.pk}:1", now=NOW, channel=Channel.DESK)
    outbox.post(recipient=coach, kind="untouched", key="y", about=f"{made.pk}9:1", now=NOW, channel=Channel.DESK)
    later = NOW + timedelta(hours=1)
    hand_over(enrolment=made, to=new, by=office, now=later)
    assert coach_of(made.client, later) == new
    assert not cares_for(coach, made.client, later)
    assert [notice.key for notice in Notice.objects.on_desk().of(coach)] == ["y"]
    assert Notice.objects.get(kind="handed-over").recipient == made.client
    change = made.changes.first()
    assert change is not None
    assert (change.kind, change.before, change.after) == ("handed over", {"coach": "Marit"}, {"coach": "Ilse"})


def test_nobody_is_handed_to_who_may_not(coach: User, office: User) -> None:
    made = people.enrolled(people.client(), coach)
    for to in (office, people.client(), coach, people.coach("Weg Gegaan", is_active=False), made.client):
        with pytest.raises(Refused):
            hand_over(enrolment=made, to=to, by=office, now=NOW)
    assert coach_of(made.client, NOW) == coach


def test_more_time_keeps_a_programme_running_and_takes_a_completed_one_up_again(coach: User, office: User) -> None:
    made = people.enrolled(people.client(), coach)
    over = NOW + timedelta(days=100)
    release.open_due(over, catch_up=True)
    end = over + timedelta(days=8)
    extend(enrolment=made, until=end.date() + timedelta(days=10), by=office, now=over)
    assert whole.complete_due(end) == 0
    assert whole.complete_due(end + timedelta(days=10)) == 1
    extend(enrolment=made, until=end.date() + timedelta(days=30), by=office, now=end + timedelta(days=11))
    made.refresh_from_db()
    assert (made.status, made.ended_at) == (Status.ACTIVE, None)


def test_more_time_is_refused_where_it_means_nothing(coach: User, office: User) -> None:
    made = people.enrolled(people.client(), coach)
    for until in (MONDAY, MONDAY - timedelta(days=1), MONDAY + timedelta(days=367)):
        with pytest.raises(Refused):
            extend(enrolment=made, until=until, by=office, now=NOW)
    whole.stop(enrolment=made, by=office, now=NOW)
    with pytest.raises(Refused):
        extend(enrolment=made, until=MONDAY + timedelta(days=7), by=office, now=NOW)
    with pytest.raises(Refused):
        extend(enrolment=invited(coach), until=MONDAY + timedelta(days=7), by=office, now=NOW)


def test_a_completed_programme_stays_over_while_the_same_one_runs_anew(coach: User, office: User) -> None:
    made = people.enrolled(people.client(), coach)
    whole.complete(enrolment=made, now=NOW)
    whole.enrol(client=made.client, programme=made.programme, coach=coach, starts_on=MONDAY, by=office, now=NOW)
    with pytest.raises(Refused, match="volgt dit traject al"):
        extend(enrolment=made, until=MONDAY + timedelta(days=7), by=office, now=NOW)


def test_care_or_coaching_is_fixed_once_somebody_has_begun(coach: User, office: User) -> None:
    made = invited(coach)
    change_care_kind(enrolment=made, care_kind=CareKind.CARE, by=office, now=NOW)
    made.refresh_from_db()
    assert made.care_kind == CareKind.CARE
    for kind in (CareKind.CARE, "iets"):
        with pytest.raises(Refused):
            change_care_kind(enrolment=made, care_kind=kind, by=office, now=NOW)
    with pytest.raises(Refused, match="begonnen"):
        change_care_kind(enrolment=people.enrolled(people.client(), coach), care_kind=CareKind.CARE, by=office, now=NOW)


def come(coach: User, office: User, week: int, now: datetime = NOW) -> Enrolment:
    starts_on = first_day_of(week, Practice.current(), now.date())
    client = people.client()
    return arrive(client=client, programme=people.programme(), coach=coach, starts_on=starts_on, through_week=12, by=office, now=now)


@pytest.mark.parametrize("week", [1, 5, 12])
def test_who_is_brought_over_stands_in_their_own_week_and_hears_nothing(coach: User, office: User, week: int) -> None:
    now = NOW + timedelta(days=2)
    made = come(coach, office, week, now)
    opened = Release.objects.of(made).exclude(opened_at=None)
    assert (made.status, opened.count(), opened.latest("week__number").week.number) == (Status.ACTIVE, week, week)
    release.open_due(now + timedelta(hours=1), catch_up=True)
    for days in range(5):
        reminders.remind(now + timedelta(days=days, hours=4))
    assert not Notice.objects.exists()
    assert Change.objects.filter(enrolment=made, kind="arrived", by=office).exists()


def test_the_week_after_opens_and_is_told_as_everybodys(coach: User, office: User) -> None:
    made = come(coach, office, 4)
    release.open_due(NOW + timedelta(days=7), catch_up=True)
    assert [(notice.recipient, notice.key) for notice in Notice.objects.all()] == [(made.client, f"{made.pk}:5")]


def test_who_was_brought_over_is_invited_when_the_office_likes_and_once_in_no_more(coach: User, office: User) -> None:
    made = come(coach, office, 4)
    renew(enrolment=made, by=office, now=NOW)
    assert Notice.objects.get().kind == "portal-ready"
    assert made.invitation_ends_at is None


@given(week=st.integers(1, 12), weekday=st.integers(0, 6), today=st.dates(date(2026, 1, 1), date(2030, 12, 31)))
def test_the_first_day_puts_somebody_in_exactly_that_week(week: int, weekday: int, today: date) -> None:
    starts_on = first_day_of(week, Practice(start_weekday=weekday), today)
    moments = opening_moments(starts_on, 12, [], 7, "Europe/Amsterdam")
    at_night = datetime(today.year, today.month, today.day, 20, tzinfo=UTC)
    assert starts_on.weekday() == weekday
    assert sum(moment <= at_night for moment in moments) == week
