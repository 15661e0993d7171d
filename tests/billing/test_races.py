"""The webhook, the return page and the reconciling command at the same moment: on PostgreSQL, with a connection each."""

from uuid import uuid4

import pytest

from accounts.models import Consent, Practice
from accounts.refusal import Refused
from billing import checkouts, consents, events, ordering, reconcile, refunds, standing, stopping, transfers
from billing.models import Checkout, Instalment, LedgerEntry, Order, Refund, StripeEvent, Withdrawal
from billing.payments import settle
from billing.seam import Hint, Paid
from notices.models import Notice
from programme.models import Enrolment, Release, Status
from tests import people
from tests.billing import orders
from tests.billing.bank import Bank
from tests.exercises.test_races import at_once
from tests.people import MONDAY, NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency, pytest.mark.postgres]
ROUNDS = 6


def waiting_order() -> Order:
    return orders.ordered(orders.invited(), mode="test")


def opened(order: Order, bank: Bank) -> Checkout:
    checkouts.begin(instalment=order.instalments.get(number=1), gateway=bank, now=NOW)
    return order.checkouts.get()


def test_webhook_return_page_and_reconcile_settle_once() -> None:
    people.office()
    for _round in range(ROUNDS):
        bank, order = Bank(), waiting_order()
        checkout = opened(order, bank)
        bank.turn(checkout.session_id, Paid.PAID)
        hint = Hint(f"evt_{uuid4().hex}", "checkout.session.completed", bank.api_version, livemode=False, object_id=checkout.session_id)
        at_once(
            lambda bank=bank, hint=hint: events.receive(hint=hint, gateway=bank, now=NOW),
            lambda bank=bank, hint=hint: events.receive(hint=hint, gateway=bank, now=NOW),
            lambda bank=bank, checkout=checkout: checkouts.look(checkout=checkout, gateway=bank, now=NOW),
            lambda bank=bank: reconcile.reconcile(gateway=bank, now=NOW),
            lambda bank=bank, checkout=checkout: settle(fact=bank.payment(checkout.session_id), now=NOW),
        )
        assert order.entries.count() == 1
        assert Enrolment.objects.get(pk=order.enrolment_id).status == Status.ACTIVE
        assert Release.objects.filter(enrolment=order.enrolment).count() == 12
    assert StripeEvent.objects.filter(handled_at=None).count() == 0
    assert not Notice.objects.filter(kind="money-paid-twice").exists()


def test_pressing_pay_in_four_tabs_makes_one_attempt() -> None:
    for _round in range(ROUNDS):
        bank, order = Bank(), waiting_order()
        instalment = order.instalments.select_related("order").get(number=1)
        pressed = at_once(*[lambda i=instalment, b=bank: checkouts.begin(instalment=i, gateway=b, now=NOW)] * 4)
        assert len(set(pressed)) == 1
        assert (order.checkouts.count(), len(bank.payments)) == (1, 1)


def test_ordering_in_four_tabs_orders_once() -> None:
    offer = orders.offer()
    for _round in range(ROUNDS):
        enrolment = orders.invited()
        drafts = at_once(*[lambda e=enrolment: ordering.choose(enrolment=e, offer=offer, now=NOW)] * 4)
        assert len({draft.pk for draft in drafts}) == 1
        order = drafts[0]
        day = MONDAY.replace(day=30)
        ordering.start_on(order=order, day=day, now=NOW)
        ordering.agree(order=order, purposes=["terms", "writing"], now=NOW)
        known = {"plan": "terms", "method": "online", "early": True, "cents": orders.PRICE, "mode": "test", "now": NOW}
        placed = at_once(*[lambda o=order, known=known: ordering.place(order=o, **known)] * 4)
        assert {each.pk for each in placed} == {order.pk}
        assert Instalment.objects.filter(order=order).count() == 3


def test_approving_a_refund_four_times_sends_it_once() -> None:
    office = people.office()
    for _round in range(ROUNDS):
        bank, order = Bank(), waiting_order()
        checkout = opened(order, bank)
        bank.turn(checkout.session_id, Paid.PAID)
        settle(fact=bank.payment(checkout.session_id), now=NOW)
        refund = refunds.ask(entry=order.entries.get(), cents=5_000, reason="agreed", by=office, now=NOW)
        found = Refund.objects.select_related("entry", "order").get(pk=refund.pk)
        at_once(*[lambda r=found, b=bank: refunds.approve(refund=r, by=office, gateway=b, now=NOW)] * 4)
        assert len(bank.refunds) == 1


def test_a_transfer_that_is_booked_four_times_at_once_is_booked_once() -> None:
    office = people.office()
    for _round in range(ROUNDS):
        instalment = waiting_order().instalments.get(number=1)
        known = {"instalment": instalment, "cents": 33_000, "on": MONDAY, "reference": "NL12", "by": office, "now": NOW}
        booked = at_once(*[lambda known=known: transfers.book_transfer(**known)] * 4)
        assert sum(isinstance(each, Refused) for each in booked) == 3
        assert LedgerEntry.objects.filter(instalment=instalment).count() == 1


def test_the_office_the_client_and_a_consent_end_it_at_once_and_it_ends_once() -> None:
    office = people.office()
    for _round in range(ROUNDS):
        order = waiting_order()
        enrolment, client = order.enrolment, order.client
        orders.booked(order.instalments.get(number=1), mode="test")
        Consent.objects.create(user=client, purpose="writing", text_version="2026-11", given_at=NOW)
        back = stopping.terms(enrolment, order, NOW).refund
        at_once(
            lambda e=enrolment, back=back: stopping.stop(enrolment=e, shown=back, goodbye=False, now=NOW),
            lambda e=enrolment, back=back: stopping.end_by_office(enrolment=e, shown=back, reason="office-asked", by=office, now=NOW),
            lambda c=client: consents.withdraw(user=c, purpose="writing", now=NOW),
            lambda c=client: consents.withdraw(user=c, purpose="writing", now=NOW),
        )
        assert Withdrawal.objects.filter(order=order).count() == 1
        assert sum(Refund.objects.filter(order=order).values_list("cents", flat=True)) == back


def test_ordering_and_ending_at_once_leaves_no_order_that_stands_without_a_programme() -> None:
    office, offer = people.office(), orders.offer()
    for _round in range(ROUNDS):
        enrolment = orders.invited()
        order = ordering.choose(enrolment=enrolment, offer=offer, now=NOW)
        day = standing.start_days(MONDAY, Practice.current())[0]
        ordering.start_on(order=order, day=day, now=NOW)
        ordering.agree(order=order, purposes=["terms", "writing"], now=NOW)
        known = {"plan": "terms", "method": "online", "early": True, "cents": orders.PRICE, "mode": "test", "now": NOW}
        at_once(
            lambda o=order, known=known: ordering.place(order=o, **known),
            lambda e=enrolment: stopping.end_by_office(enrolment=e, shown=0, reason="office-asked", by=office, now=NOW),
        )
        enrolment.refresh_from_db()
        assert (enrolment.status == Status.WITHDRAWN) != Order.objects.standing().filter(enrolment=enrolment).exists()


def test_paying_and_a_transfer_at_once_keep_both_and_leave_no_page_open() -> None:
    office = people.office()
    for _round in range(ROUNDS):
        bank, order = Bank(), waiting_order()
        instalment = order.instalments.get(number=1)
        at_once(
            lambda i=instalment, b=bank: checkouts.begin(instalment=i, gateway=b, now=NOW),
            lambda i=instalment: transfers.book_transfer(instalment=i, cents=33_000, on=MONDAY, reference="t", by=office, now=NOW),
        )
        checkouts.close_pages(gateway=bank, now=NOW)
        assert not Checkout.objects.open().filter(order=order).exists()
        assert all(payment.state != Paid.OPEN for payment in bank.payments.values())
