"""The one deed: what each fact does to the ledger, the cover and the start, however often and in whatever order it comes."""

from datetime import timedelta

import pytest

from billing import kinds
from billing.models import Checkout, Dispute, Instalment, LedgerEntry, Mode, Order, Refund, Unmatched
from billing.payments import settle
from billing.seam import Disputed, DisputeFact, GivenBack, Paid, RefundFact
from notices.models import Channel, Notice
from programme import enrolment as deeds
from programme.models import Enrolment, Release, Status
from programme.release import open_due
from tests import people
from tests.billing import orders
from tests.billing.bank import checkout, fact
from tests.people import MONDAY, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def order() -> Order:
    people.office()
    return orders.ordered(orders.invited(), mode=Mode.TEST)


@pytest.fixture
def first(order) -> Checkout:
    return checkout(order.instalments.get(number=1))


@pytest.fixture
def paid(first) -> LedgerEntry:
    settle(fact=fact(first, Paid.PAID), now=NOW)
    return LedgerEntry.objects.get()


def state(order: Order) -> tuple[str, int]:
    """The enrolment's status, and through which week it is covered."""
    fresh = Enrolment.objects.get(pk=order.enrolment_id)
    return fresh.status, fresh.covered_through


def told(kind: str) -> int:
    return Notice.objects.filter(kind=kind, channel=Channel.DESK).count()


def refund_fact(entry: LedgerEntry, state: GivenBack, cents: int | None = None, at: str = "re_1", ours: str = "") -> RefundFact:
    return RefundFact(at, entry.reference, ours, state, entry.cents if cents is None else cents, "eur", NOW)


def dispute_fact(entry: LedgerEntry, state: Disputed, **changes: object) -> DisputeFact:
    known = {"dispute_id": "du_1", "payment_id": entry.reference, "state": state, "cents": entry.cents, "currency": "eur"}
    return DisputeFact(**known | {"livemode": False, "at": NOW} | changes)


# --- Payments -------------------------------------------------------------------------------------------------------


def test_the_first_payment_starts_the_programme_and_covers_its_weeks_and_one_of_grace(order, first) -> None:
    assert settle(fact=fact(first, Paid.PAID), now=NOW)
    assert state(order) == (Status.ACTIVE, 5)
    entry = LedgerEntry.objects.get()
    assert (entry.kind, entry.reference, entry.cents, entry.way) == ("payment", f"pi_{first.uuid}", 33_000, "ideal")
    assert Instalment.objects.filter(settled=True).count() == 1
    assert Release.objects.get(week__number=6).blocked_by == "cover"
    assert Release.objects.get(week__number=5).blocked_by == ""


def test_a_fact_that_comes_five_times_is_booked_once(order, first) -> None:
    for _ in range(5):
        settle(fact=fact(first, Paid.PAID), now=NOW)
    assert LedgerEntry.objects.count() == 1
    assert told(kinds.PAID_TWICE) == 0


def test_each_term_covers_the_next_weeks(order, paid) -> None:
    for number, through in ((2, 9), (3, 12)):
        settle(fact=fact(checkout(order.instalments.get(number=number)), Paid.PAID), now=NOW)
        assert state(order) == (Status.ACTIVE, through)


def test_a_whole_payment_covers_all(client) -> None:
    order = orders.ordered(orders.invited(), plan="full", mode=Mode.TEST)
    settle(fact=fact(checkout(order.instalments.get()), Paid.PAID), now=NOW)
    assert state(order) == (Status.ACTIVE, 12)


@pytest.mark.parametrize("end", [Paid.FAILED, Paid.EXPIRED])
def test_what_was_not_paid_gives_nothing_and_may_be_tried_again(order, first, end) -> None:
    settle(fact=fact(first, end), now=NOW)
    assert state(order) == (Status.PENDING, 0)
    first.refresh_from_db()
    assert first.closed_at == NOW


def test_unpaid_for_days_is_being_confirmed_and_then_paid(order, first) -> None:
    settle(fact=fact(first, Paid.CONFIRMING), now=NOW)
    first.refresh_from_db()
    assert (first.submitted_at, first.closed_at) == (NOW, None)
    assert state(order) == (Status.PENDING, 0)
    settle(fact=fact(first, Paid.PAID), now=NOW + timedelta(days=3))
    assert state(order) == (Status.ACTIVE, 5)


@pytest.mark.parametrize("late", [Paid.OPEN, Paid.CONFIRMING, Paid.FAILED, Paid.EXPIRED])
def test_nothing_that_comes_after_unmarks_what_is_paid(order, first, late) -> None:
    settle(fact=fact(first, Paid.PAID), now=NOW)
    settle(fact=fact(first, late), now=NOW)
    first.refresh_from_db()
    assert first.outcome == Checkout.Outcome.PAID
    assert state(order) == (Status.ACTIVE, 5)


def test_a_second_payment_is_kept_told_to_the_office_and_can_go_back_without_unmarking(order, paid) -> None:
    again = checkout(paid.instalment, attempt=2)
    settle(fact=fact(again, Paid.PAID), now=NOW)
    assert LedgerEntry.objects.count() == 2
    assert told(kinds.PAID_TWICE) == 1
    second = LedgerEntry.objects.latest("pk")
    settle(fact=refund_fact(second, GivenBack.DONE), now=NOW)
    assert state(order) == (Status.ACTIVE, 5)
    assert Instalment.objects.get(number=1).settled


def test_a_payment_for_what_has_ended_is_kept_and_told(order, paid) -> None:
    deeds.stop(enrolment=order.enrolment, by=order.client, now=NOW)
    settle(fact=fact(checkout(order.instalments.get(number=2)), Paid.PAID), now=NOW)
    assert LedgerEntry.objects.count() == 2
    assert told(kinds.PAID_AFTER_END) == 1


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"cents": 32_999}, "amount"),
        ({"cents": 0}, "amount"),
        ({"cents": -33_000}, "amount"),
        ({"currency": "usd"}, "currency"),
        ({"currency": ""}, "currency"),
        ({"livemode": True}, "mode"),
        ({"ours": "00000000-0000-0000-0000-000000000001"}, "reference"),
        ({"order": "00000000-0000-0000-0000-000000000001"}, "reference"),
        ({"order": ""}, "reference"),
    ],
)
def test_what_does_not_match_is_kept_flagged_and_not_settled(order, first, changes, why) -> None:
    for _ in range(2):
        assert not settle(fact=fact(first, Paid.PAID, **changes), now=NOW)
    assert state(order) == (Status.PENDING, 0)
    assert not LedgerEntry.objects.exists()
    assert Unmatched.objects.get().why == why
    assert told(kinds.MISMATCH) == 1


def test_a_payment_of_no_order_of_ours_is_kept_and_disturbs_nobody(order, first) -> None:
    assert not settle(fact=fact(first, Paid.PAID, session_id="cs_other", ours="shop-77"), now=NOW)
    assert Unmatched.objects.get().why == "unknown"
    assert told(kinds.MISMATCH) == 0


def test_money_that_comes_weeks_late_moves_the_first_day(order, first) -> None:
    late = NOW + timedelta(days=17)
    settle(fact=fact(first, Paid.PAID), now=late)
    enrolment = Enrolment.objects.get(pk=order.enrolment_id)
    assert enrolment.starts_on == MONDAY + timedelta(days=21)
    assert not Release.objects.exclude(opened_at=None).exists()


def test_money_that_comes_days_late_opens_the_first_week_at_once(order, first) -> None:
    settle(fact=fact(first, Paid.PAID), now=NOW + timedelta(days=2))
    assert Release.objects.visible(NOW + timedelta(days=2)).get().week.number == 1


def test_money_for_a_programme_that_cannot_start_is_kept_and_told(order, first) -> None:
    order.enrolment.programme.weeks.filter(number=12).delete()
    settle(fact=fact(first, Paid.PAID), now=NOW)
    assert LedgerEntry.objects.count() == 1
    assert told(kinds.CANNOT_START) == 1


# --- Refunds --------------------------------------------------------------------------------------------------------


def test_a_part_that_goes_back_leaves_it_paid(order, paid) -> None:
    settle(fact=refund_fact(paid, GivenBack.DONE, cents=5_000), now=NOW)
    assert state(order) == (Status.ACTIVE, 5)
    assert Instalment.objects.get(number=1).settled


def test_all_that_goes_back_covers_nothing_and_what_was_open_stays_open(order, paid) -> None:
    open_due(NOW)
    settle(fact=refund_fact(paid, GivenBack.DONE), now=NOW)
    assert state(order) == (Status.ACTIVE, 0)
    assert Release.objects.get(week__number=1).opened_at is not None
    assert Release.objects.get(week__number=2).blocked_by == "cover"


def test_a_refund_under_way_has_not_left_yet(order, paid) -> None:
    settle(fact=refund_fact(paid, GivenBack.PENDING), now=NOW)
    assert LedgerEntry.objects.count() == 1
    assert Refund.objects.get().status == Refund.Status.PENDING


@pytest.mark.parametrize("order_of_facts", [["done", "failed"], ["failed", "done"], ["pending", "failed", "done", "failed"]])
def test_a_refund_that_fails_in_the_end_leaves_the_sum_and_the_cover_alike(order, paid, order_of_facts) -> None:
    for each in order_of_facts:
        settle(fact=refund_fact(paid, GivenBack(each)), now=NOW)
    assert sum(LedgerEntry.objects.values_list("cents", flat=True)) == 33_000
    assert state(order) == (Status.ACTIVE, 5)
    assert Refund.objects.get().status == Refund.Status.FAILED
    assert told(kinds.REFUND_FAILED) == 1


def test_a_refund_of_a_payment_that_we_do_not_know_is_kept(order, paid) -> None:
    stray = RefundFact("re_9", "pi_unknown", "", GivenBack.DONE, 500, "eur", NOW)
    assert not settle(fact=stray, now=NOW)
    assert Unmatched.objects.get().kind == "refund"


def test_a_refund_in_another_currency_is_kept_and_not_booked(order, paid) -> None:
    assert not settle(fact=RefundFact("re_9", paid.reference, "", GivenBack.DONE, 500, "usd", NOW), now=NOW)
    assert LedgerEntry.objects.count() == 1


# --- Disputes -------------------------------------------------------------------------------------------------------


def test_an_open_dispute_takes_nothing_from_the_client_and_stands_on_the_office_desk(order, paid) -> None:
    settle(fact=dispute_fact(paid, Disputed.OPEN), now=NOW)
    assert state(order) == (Status.ACTIVE, 5)
    assert Dispute.objects.get().status == Dispute.Status.OPEN
    assert told(kinds.DISPUTED) == 1


def test_a_lost_dispute_takes_the_cover_and_one_that_is_won_after_all_brings_it_back(order, paid) -> None:
    settle(fact=dispute_fact(paid, Disputed.LOST), now=NOW)
    assert state(order)[1] == 0
    assert not Instalment.objects.get(number=1).settled
    settle(fact=dispute_fact(paid, Disputed.WON), now=NOW)
    assert state(order)[1] == 5


@pytest.mark.parametrize("changes", [{"currency": "usd"}, {"livemode": True}])
def test_a_dispute_that_does_not_match_is_kept(order, paid, changes) -> None:
    assert not settle(fact=dispute_fact(paid, Disputed.LOST, **changes), now=NOW)
    assert Unmatched.objects.get().kind == "dispute"
    assert LedgerEntry.objects.count() == 1
