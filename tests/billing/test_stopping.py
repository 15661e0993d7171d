"""Stopping at any moment and withdrawing within fourteen days: what is owed, what comes back, and that it holds at once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.refusal import Refused
from billing import refunds, stopping, withdrawing
from billing.models import Mode, Order, Refund, Withdrawal
from notices.models import Channel, Notice
from programme import enrolment as deeds
from programme import release
from programme.models import Enrolment, Release, Status
from tests import people
from tests.billing import orders
from tests.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.engine]

LONG_AGO = NOW - timedelta(days=40)


def running(weeks: int, *, ordered_at: datetime = LONG_AGO, paid: int = 3, mode: str = Mode.LIVE, **fields: object) -> Order:
    """An order whose programme runs, with so many weeks open at NOW and so many of its three terms paid."""
    enrolment = people.enrolled(people.client(), people.coach(), starts_on=people.MONDAY - timedelta(weeks=weeks - 1), now=LONG_AGO)
    order = orders.ordered(enrolment, now=ordered_at, mode=mode, **fields)
    for instalment in order.instalments.filter(number__lte=paid):
        orders.booked(instalment, mode=mode, now=ordered_at + timedelta(hours=instalment.number))
    release.open_due(NOW, enrolment=enrolment)
    order.refresh_from_db()
    return order


def stop(order: Order, now: datetime = NOW, *, goodbye: bool = False) -> Withdrawal:
    enrolment = Enrolment.objects.get(pk=order.enrolment_id)
    shown = stopping.terms(enrolment, order, now).refund
    made = stopping.stop(enrolment=enrolment, shown=shown, goodbye=goodbye, now=now)
    made.refresh_from_db()
    return made


def test_the_weeks_that_are_open_are_owed_and_the_rest_comes_back() -> None:
    made = stop(running(7))

    assert (made.kind, made.weeks_opened, made.kept_cents, made.given_back_cents) == ("stop", 7, 57_750, 41_250)


def test_it_goes_back_from_the_latest_payment_first_each_by_its_own_means() -> None:
    order = running(7)
    stop(order)
    asked = Refund.objects.filter(order=order).order_by("-entry__at")
    found = [(refund.entry.instalment.number, refund.cents, refund.status, refund.reason) for refund in asked]

    assert found == [(3, 33_000, "to do", "stopped"), (2, 8_250, "to do", "stopped")]


def test_the_programme_ends_at_once_and_what_was_open_stays() -> None:
    order = running(7)
    stop(order)
    enrolment = Enrolment.objects.get(pk=order.enrolment_id)

    assert enrolment.status == Status.WITHDRAWN
    assert enrolment.may_read(NOW)
    assert Release.objects.of(enrolment).visible(NOW + timedelta(days=90)).count() == 7
    assert Order.objects.get(pk=order.pk).cancelled_at == NOW


def test_with_one_term_paid_only_what_is_left_of_it_comes_back() -> None:
    made = stop(running(2, paid=1))

    assert (made.kept_cents, made.given_back_cents) == (16_500, 16_500)


def test_a_week_that_opened_in_the_days_of_grace_is_not_charged() -> None:
    made = stop(running(5, paid=1))

    assert (made.kept_cents, made.given_back_cents) == (33_000, 0)
    assert made.approved_at == NOW  # nothing is left for the office to do
    assert not Notice.objects.filter(kind=stopping.TO_DO).exists()


def test_a_double_payment_comes_back_too() -> None:
    order = running(12)
    orders.booked(order.instalments.get(number=3), mode=Mode.LIVE)

    assert stop(order).given_back_cents == 33_000


def test_what_went_back_or_is_on_its_way_does_not_go_back_again() -> None:
    order = running(7)
    entry = stopping.payments_of(order)[0]
    refunds.ask(entry=entry, cents=10_000, reason=Refund.Reason.AGREED, by=order.client, now=NOW)

    assert stop(order).given_back_cents == 99_000 - 10_000 - 57_750


@pytest.mark.parametrize(("early", "kept"), [(True, 8_250), (False, 0)])
def test_who_withdraws_owes_the_weeks_open_only_after_asking_for_an_early_start(early: bool, kept: int) -> None:
    order = running(1, ordered_at=NOW - timedelta(days=3), asked_early_at=NOW if early else None)
    made = stop(order)

    assert (made.kind, made.kept_cents, made.given_back_cents) == ("withdraw", kept, 99_000 - kept)
    assert set(Refund.objects.filter(order=order).values_list("reason", flat=True)) == {"withdrawn"}


@pytest.mark.parametrize(
    ("ordered", "last"),
    [
        ("2026-11-09", "2026-11-23"),
        ("2026-11-07", "2026-11-23"),  # the fourteenth day is a Saturday
        ("2026-12-11", "2026-12-28"),  # Christmas, then a weekend
    ],
)
def test_fourteen_days_end_on_a_working_day(ordered: str, last: str) -> None:
    assert stopping.last_day(datetime.fromisoformat(ordered).date()).isoformat() == last


def test_the_last_day_lasts_until_midnight_by_the_clock_of_the_practice() -> None:
    order = orders.ordered(orders.invited(), now=datetime(2026, 11, 9, 22, 30, tzinfo=UTC))  # 9 November, 23:30

    assert stopping.may_withdraw(order, datetime(2026, 11, 23, 22, 59, 59, tzinfo=UTC))
    assert not stopping.may_withdraw(order, datetime(2026, 11, 23, 23, 0, tzinfo=UTC))


def test_before_the_first_week_all_comes_back() -> None:
    order = orders.ordered(orders.invited(), mode=Mode.LIVE)
    orders.booked(order.instalments.get(number=1), mode=Mode.LIVE)

    assert stop(order).given_back_cents == 33_000


def test_without_an_order_there_is_nothing_to_settle() -> None:
    enrolment = people.enrolled(people.client(), people.coach())
    made = stopping.stop(enrolment=enrolment, shown=0, goodbye=False, now=NOW)
    made.refresh_from_db()

    assert (made.order, made.given_back_cents, made.approved_at) == (None, 0, NOW)
    assert Enrolment.objects.get(pk=enrolment.pk).status == Status.WITHDRAWN


def test_an_amount_that_is_another_by_now_is_shown_again() -> None:
    order = running(7)
    enrolment = Enrolment.objects.get(pk=order.enrolment_id)

    with pytest.raises(Refused, match="veranderd"):
        stopping.stop(enrolment=enrolment, shown=49_500, goodbye=False, now=NOW)
    assert Enrolment.objects.get(pk=enrolment.pk).status == Status.ACTIVE


def test_nobody_stops_twice() -> None:
    order = running(7)
    stop(order)

    with pytest.raises(Refused, match="afgelopen"):
        stopping.stop(enrolment=Enrolment.objects.get(pk=order.enrolment_id), shown=0, goodbye=False, now=NOW)
    assert Withdrawal.objects.count() == 1


def test_the_office_hears_once_and_who_would_like_a_last_answer_is_on_the_coachs_desk() -> None:
    people.office()
    order = running(7)
    stop(order, goodbye=True)

    assert Notice.objects.filter(kind=stopping.TO_DO, channel=Channel.DESK).count() == 1
    assert Notice.objects.get(kind="asks-contact").recipient == order.client.carers.get().member


def test_what_somebody_said_without_logging_in_changes_nothing_until_the_office_finds_the_order() -> None:
    order = running(3)
    made = withdrawing.withdraw(name="Noor", contract=order.reference.lower(), email="elders@example.nl", language="nl", now=NOW)

    assert Enrolment.objects.get(pk=order.enrolment_id).status == Status.ACTIVE
    assert withdrawing.candidates([made]) == {made.pk: [order]}


def test_the_office_binds_it_and_it_holds_from_the_moment_it_was_said() -> None:
    order, office = running(3), people.office()
    made = withdrawing.withdraw(name="Noor", contract="", email=order.client.email.upper(), language="nl", now=NOW)
    later = NOW + timedelta(days=8)
    release.open_due(later, enrolment=order.enrolment, catch_up=True)
    bound = withdrawing.match(withdrawal=made, order=order, by=office, now=later)

    assert (bound.weeks_opened, bound.kept_cents, bound.given_back_cents) == (3, 24_750, 74_250)
    with pytest.raises(Refused):
        withdrawing.match(withdrawal=made, order=order, by=office, now=later)
    with pytest.raises(Refused):
        withdrawing.set_aside(withdrawal=made, now=later)


def test_what_is_of_nobody_here_is_set_aside_and_leaves_the_desk() -> None:
    people.office()
    made = withdrawing.withdraw(name="Iemand", contract="", email="niemand@example.nl", language="nl", now=NOW)
    assert withdrawing.candidates([made]) == {made.pk: []}
    withdrawing.set_aside(withdrawal=made, now=NOW)

    assert not Notice.objects.on_desk().filter(kind=stopping.TO_DO).exists()
    assert not Withdrawal.objects.to_do().exists()


def test_it_leaves_the_list_once_nothing_waits_to_be_given_back() -> None:
    order, office = running(7), people.office()
    made = stop(order)
    assert not stopping.close(withdrawal=made, by=office, now=NOW)
    Refund.objects.filter(order=order).update(status=Refund.Status.SENDING)

    assert stopping.close(withdrawal=made, by=office, now=NOW)
    assert not Notice.objects.on_desk().filter(kind=stopping.TO_DO).exists()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 3), st.integers(0, 12))
def test_what_comes_back_is_never_more_than_what_is_left_of_each_payment(paid: int, weeks: int) -> None:
    order = orders.ordered(orders.invited(), mode=Mode.LIVE, now=LONG_AGO)
    for instalment in order.instalments.filter(number__lte=paid):
        orders.booked(instalment, mode=Mode.LIVE, now=LONG_AGO)
    ends = stopping.Terms("stop", weeks, stopping.settlement(price=99_000, paid=33_000 * paid, opened=weeks))
    stopping.give_back(order, ends, order.client, NOW)
    asked = Refund.objects.filter(order=order)

    assert sum(asked.values_list("cents", flat=True)) == ends.refund
    assert all(refunds.left_of(entry) >= 0 for entry in stopping.payments_of(order))
    assert all(refund.cents <= refund.entry.cents for refund in asked)


def test_a_pause_does_not_change_what_is_owed() -> None:
    order = running(3)
    enrolment = Enrolment.objects.get(pk=order.enrolment_id)
    deeds.pause(enrolment=enrolment, starts_on=people.MONDAY, ends_on=people.MONDAY + timedelta(days=14), by=order.client, now=NOW)

    assert stop(order, NOW + timedelta(days=10)).weeks_opened == 3
