"""Facts permuted, tripled, late, dropped: whatever is told in whatever order, the ledger ends as the bank has it, and the cover,
the instalments and the papers follow from it."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from accounts.refusal import Refused
from billing import checkouts, events, reconcile, refunds, transfers
from billing.models import Checkout, Instalment, Invoice, LedgerEntry, Order, Refund
from billing.seam import Disputed, GivenBack, Hint, Paid
from billing.standing import covered_through, sums_of
from programme.models import Enrolment, Release
from tests import people
from tests.billing import orders, practices
from tests.billing.bank import Bank, checkout, fact
from tests.people import MONDAY, NOW

pytestmark = pytest.mark.django_db

ENDS = {GivenBack.DONE: [GivenBack.FAILED], GivenBack.PENDING: [GivenBack.DONE, GivenBack.FAILED], GivenBack.FAILED: []}
MOVES = {
    Paid.OPEN: [Paid.PAID, Paid.CONFIRMING, Paid.EXPIRED],
    Paid.CONFIRMING: [Paid.PAID, Paid.FAILED],
}
PICK = st.integers(0, 30)


class Money(RuleBasedStateMachine):
    """One order in three terms; a bank that is sometimes down; hints that come often, late, or never."""

    order: Order
    office: Any

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()
        self.bank = Bank()
        self.told = 0

    @initialize()
    def begin(self) -> None:
        self.opened: set[int] = set()
        self.transferred = 0

    def instalment(self, pick: int) -> Instalment:
        return Instalment.objects.select_related("order__enrolment").order_by("number")[pick % 3]

    # --- What people do ---
    @rule(pick=PICK)
    def press_pay(self, pick: int) -> None:
        with suppress(Refused):
            checkouts.begin(instalment=self.instalment(pick), gateway=self.bank, now=NOW)

    @rule(pick=PICK)
    def pay_again_elsewhere(self, pick: int) -> None:
        """A second page for the same payment, as an old tab may be."""
        instalment = self.instalment(pick)
        made = checkout(instalment, attempt=Checkout.objects.filter(instalment=instalment).count() + 50)
        self.bank.payments[str(made.session_id)] = fact(made)

    @rule(pick=PICK)
    def book_a_transfer(self, pick: int) -> None:
        self.transferred += 1
        instalment = self.instalment(pick)
        known = {"cents": instalment.cents, "on": MONDAY, "reference": f"nr {self.transferred}"}
        transfers.book_transfer(instalment=instalment, by=self.office, now=NOW, **known)

    @precondition(lambda self: LedgerEntry.objects.filter(kind="payment").exists())
    @rule(pick=PICK, cents=st.integers(1, 40_000))
    def give_back(self, pick: int, cents: int) -> None:
        entries = list(LedgerEntry.objects.filter(kind="payment").select_related("instalment__order"))
        with suppress(Refused):
            refund = refunds.ask(entry=entries[pick % len(entries)], cents=cents, reason="agreed", by=self.office, now=NOW)
            refunds.approve(refund=refund, by=self.office, gateway=self.bank, now=NOW)

    # --- What happens at the bank ---
    @precondition(lambda self: self.bank.payments)
    @rule(pick=PICK, way=PICK)
    def move_a_payment(self, pick: int, way: int) -> None:
        at = sorted(self.bank.payments)[pick % len(self.bank.payments)]
        moves = MOVES.get(self.bank.payments[at].state, [])
        if moves:
            self.bank.turn(at, moves[way % len(moves)])

    @precondition(lambda self: self.paid())
    @rule(pick=PICK, cents=st.integers(1, 33_000), state=st.sampled_from([GivenBack.DONE, GivenBack.PENDING]))
    def refund_at_the_bank(self, pick: int, cents: int, state: GivenBack) -> None:
        payment = self.paid()[pick % len(self.paid())]
        self.bank.refunded(payment.payment_id, cents, state)

    @precondition(lambda self: self.bank.refunds)
    @rule(pick=PICK, way=PICK)
    def move_a_refund(self, pick: int, way: int) -> None:
        at = sorted(self.bank.refunds)[pick % len(self.bank.refunds)]
        ends = ENDS[self.bank.refunds[at].state]
        if ends:
            self.bank.refunds[at] = replace(self.bank.refunds[at], state=ends[way % len(ends)])

    @precondition(lambda self: self.paid())
    @rule(pick=PICK)
    def dispute(self, pick: int) -> None:
        payment = self.paid()[pick % len(self.paid())]
        if not any(each.payment_id == payment.payment_id for each in self.bank.disputes.values()):
            self.bank.disputed(payment.payment_id, payment.cents)

    @precondition(lambda self: self.bank.disputes)
    @rule(pick=PICK, state=st.sampled_from([Disputed.WON, Disputed.LOST]))
    def end_a_dispute(self, pick: int, state: Disputed) -> None:
        at = sorted(self.bank.disputes)[pick % len(self.bank.disputes)]
        if self.bank.disputes[at].state == Disputed.OPEN:
            self.bank.disputes[at] = replace(self.bank.disputes[at], state=state)

    @rule(down=st.booleans())
    def go_down_or_up(self, down: bool) -> None:
        self.bank.down = down

    # --- What we hear of it ---
    @rule(pick=PICK, times=st.integers(1, 3))
    def hear(self, pick: int, times: int) -> None:
        hints = self.hints()
        for _ in range(times if hints else 0):
            events.receive(hint=hints[pick % len(hints)], gateway=self.bank, now=NOW)

    @rule()
    def look_around(self) -> None:
        reconcile.reconcile(gateway=self.bank, now=NOW)

    def hints(self) -> list[Hint]:
        self.told += 1
        kinds = {
            "checkout.session.completed": self.bank.payments,
            "refund.updated": self.bank.refunds,
            "charge.dispute.updated": self.bank.disputes,
        }
        return [
            Hint(f"evt_{self.told}_{at}", kind, self.bank.api_version, livemode=False, object_id=at)
            for kind, rows in kinds.items()
            for at in sorted(rows)
        ]

    def paid(self) -> list[Any]:
        return [each for at, each in sorted(self.bank.payments.items()) if each.state == Paid.PAID]

    # --- What always holds ---
    @invariant()
    def the_cover_and_the_instalments_follow_from_the_ledger(self) -> None:
        instalments = list(Instalment.objects.order_by("number"))
        sums = sums_of(instalments)
        if LedgerEntry.objects.exists():
            assert Enrolment.objects.get(pk=self.order.enrolment_id).covered_through == covered_through(instalments, sums)
        assert all(each.settled == (sums[each.pk].owed == 0) for each in instalments)

    @invariant()
    def every_payment_is_one_that_the_bank_has_and_has_its_paper(self) -> None:
        entries = LedgerEntry.objects.filter(kind__in=["payment", "transfer", "refund", "refund failed"])
        assert Invoice.objects.count() == entries.count()
        paid = {each.payment_id for each in self.paid()}
        assert set(LedgerEntry.objects.filter(kind="payment").values_list("reference", flat=True)) <= paid

    @invariant()
    def what_was_open_stays_open(self) -> None:
        opened = set(Release.objects.exclude(opened_at=None).values_list("pk", flat=True))
        assert self.opened <= opened if hasattr(self, "opened") else True
        self.opened = opened

    def teardown(self) -> None:
        try:
            self.settle_down()
        finally:
            transaction.savepoint_rollback(self.point)

    def settle_down(self) -> None:
        """In the end the bank answers and all that it could not bring is asked for: everything agrees."""
        self.bank.down = False
        self.bank.waiting = self.hints()
        for _ in range(2):
            reconcile.reconcile(gateway=self.bank, now=NOW)
        truth = sum(each.cents for each in self.paid())
        truth -= sum(each.cents for each in self.bank.refunds.values() if each.state == GivenBack.DONE)
        truth -= sum(each.cents for each in self.bank.disputes.values() if each.state == Disputed.LOST)
        ours = LedgerEntry.objects.exclude(kind="transfer").values_list("cents", flat=True)
        assert sum(ours) == truth
        assert Refund.objects.filter(status=Refund.Status.DONE).count() == sum(
            each.state == GivenBack.DONE for each in self.bank.refunds.values()
        )
        self.the_cover_and_the_instalments_follow_from_the_ledger()


@pytest.mark.usefixtures("clock")
def test_the_ledger_ends_as_the_bank_has_it_whatever_is_told_in_whatever_order() -> None:
    practices.complete()
    Money.order = orders.ordered(orders.invited(), mode="test")
    Money.office = people.office()
    practices.addressed(Money.order.client)
    quick = settings(max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
    run_state_machine_as_test(Money, settings=quick)
