"""A page of payment that nobody is to pay at any more is closed, after the commit; what gets through all the same is kept."""

from collections.abc import Iterator

import pytest

from billing import checkouts, reconcile, stopping
from billing.demo import DemoGateway
from billing.models import Checkout, LedgerEntry, Mode, Order, Refund
from billing.payments import settle
from billing.seam import Paid
from billing.transfers import book_transfer
from notices.models import Notice
from tests import people
from tests.billing import orders
from tests.billing.bank import Bank, fact
from tests.billing.pages import read
from tests.people import MONDAY, NOW
from tests.signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
Outcome = Checkout.Outcome


@pytest.fixture
def bank() -> Bank:
    return Bank()


@pytest.fixture
def order() -> Order:
    return orders.ordered(orders.invited(), mode=Mode.TEST)


@pytest.fixture
def asked(monkeypatch) -> Iterator[list[str]]:
    """Which tasks a worker is woken for."""
    found: list[str] = []
    monkeypatch.setattr("billing.nudge.publish", found.append)
    return found


def opened(order: Order, bank: Bank, number: int = 1) -> Checkout:
    checkouts.begin(instalment=order.instalments.get(number=number), gateway=bank, now=NOW)
    return Checkout.objects.select_related("order", "instalment").get(instalment__number=number, order=order, closed_at=None)


def transfer(order: Order, cents: int = 33_000, number: int = 1) -> None:
    office = people.office(f"Els {number}")
    book_transfer(instalment=order.instalments.get(number=number), cents=cents, on=MONDAY, reference=f"t{cents}", by=office, now=NOW)


def closed(bank: Bank) -> dict[int, str]:
    """After the worker came by: the outcome per instalment's number."""
    checkouts.close_pages(gateway=bank, now=NOW)
    return dict(Checkout.objects.order_by("pk").values_list("instalment__number", "outcome"))


def test_settled_by_a_transfer_its_open_page_closes(order, bank, asked, django_capture_on_commit_callbacks) -> None:
    checkout = opened(order, bank)
    with django_capture_on_commit_callbacks(execute=True):
        transfer(order)

    assert "billing.tasks.close_pages" in asked
    assert bank.payments[checkout.session_id].state == Paid.OPEN  # no gateway is asked inside a transaction
    assert closed(bank) == {1: Outcome.EXPIRED}
    assert bank.payments[checkout.session_id].state == Paid.EXPIRED


def test_what_is_still_owed_keeps_its_page(order, bank, asked, django_capture_on_commit_callbacks) -> None:
    first, second = opened(order, bank), opened(order, bank, 2)
    with django_capture_on_commit_callbacks(execute=True):
        transfer(order, number=2)

    assert closed(bank) == {1: Outcome.OPEN, 2: Outcome.EXPIRED}
    assert (bank.payments[first.session_id].state, bank.payments[second.session_id].state) == (Paid.OPEN, Paid.EXPIRED)


def test_a_part_by_bank_makes_another_amount_and_another_page(order, bank) -> None:
    first = opened(order, bank)
    transfer(order, 10_000)
    checkouts.begin(instalment=order.instalments.get(number=1), gateway=bank, now=NOW)
    checkouts.close_pages(gateway=bank, now=NOW)
    (fresh,) = Checkout.objects.open()

    assert (fresh.cents, fresh.attempt) == (23_000, 2)
    assert bank.payments[first.session_id].state == Paid.EXPIRED
    assert bank.payments[fresh.session_id].state == Paid.OPEN


def test_called_off_every_open_page_closes(order, bank, asked, django_capture_on_commit_callbacks) -> None:
    for number in (1, 2, 3):
        opened(order, bank, number)
    with django_capture_on_commit_callbacks(execute=True):
        stopping.stop(enrolment=order.enrolment, shown=0, goodbye=False, now=NOW)

    assert asked.count("billing.tasks.close_pages") == 1
    assert closed(bank) == {1: Outcome.EXPIRED, 2: Outcome.EXPIRED, 3: Outcome.EXPIRED}


def test_paying_online_wakes_nobody_to_close_its_own_page(order, bank, asked, django_capture_on_commit_callbacks) -> None:
    checkout = opened(order, bank)
    bank.turn(checkout.session_id, Paid.PAID)
    with django_capture_on_commit_callbacks(execute=True):
        settle(fact=bank.payment(checkout.session_id), now=NOW)

    assert "billing.tasks.close_pages" not in asked
    assert closed(bank) == {1: Outcome.PAID}


def test_who_was_quicker_has_paid_and_it_is_kept_and_can_go_back(order, bank) -> None:
    checkout = opened(order, bank)
    transfer(order)
    bank.turn(checkout.session_id, Paid.PAID)

    assert closed(bank) == {1: Outcome.PAID}
    assert sum(LedgerEntry.objects.values_list("cents", flat=True)) == 66_000
    assert Notice.objects.filter(kind="money-paid-twice").exists()


def test_a_payment_on_a_page_that_was_closed_already_is_kept_too(order, bank) -> None:
    checkout = opened(order, bank)
    transfer(order)
    closed(bank)
    settle(fact=fact(checkout, Paid.PAID, session_id=checkout.session_id), now=NOW)

    assert LedgerEntry.objects.filter(kind="payment").count() == 1
    assert Checkout.objects.get().outcome == Outcome.PAID
    assert not Refund.objects.exists()


def test_while_a_bank_confirms_nothing_is_closed_and_nobody_pays_again(order, bank) -> None:
    checkout = opened(order, bank)
    transfer(order, 10_000)
    bank.turn(checkout.session_id, Paid.CONFIRMING)

    assert closed(bank) == {1: Outcome.OPEN}
    assert bank.payments[checkout.session_id].state == Paid.CONFIRMING
    assert Checkout.objects.get().submitted_at == NOW


def test_a_gateway_that_does_not_answer_is_asked_again_by_reconcile(order, bank) -> None:
    checkout = opened(order, bank)
    transfer(order)
    bank.down = True
    assert closed(bank) == {1: Outcome.OPEN}
    bank.down = False
    reconcile.reconcile(gateway=bank, now=NOW)

    assert Checkout.objects.get().outcome == Outcome.EXPIRED
    assert bank.payments[checkout.session_id].state == Paid.EXPIRED


def test_a_page_whose_answer_was_never_heard_is_found_and_closed(order, bank) -> None:
    checkout = opened(order, bank)
    Checkout.objects.update(session_id=None, url="")
    transfer(order)

    assert closed(bank) == {1: Outcome.EXPIRED}
    assert bank.payments[checkout.session_id].state == Paid.EXPIRED


# --- The demo, and Stripe -------------------------------------------------------------------------------------------


def test_the_demos_till_takes_nothing_for_what_is_paid_already_and_says_so(clock) -> None:
    order = orders.ordered(orders.invited())
    browser = signed_in(order.client, NOW)
    till = browser.post(f"/betalingen/{order.uuid}/1/")["Location"]
    transfer(order)
    for said in (browser.get(till, follow=True), browser.post(till, {"happens": "paid"}, follow=True)):
        assert "Hier is niets meer te betalen" in read(said)
    assert LedgerEntry.objects.get().kind == "transfer"
    assert Checkout.objects.get().outcome == Outcome.EXPIRED


def test_the_demo_says_of_each_page_how_it_ended(clock) -> None:
    gateway, order = DemoGateway(), orders.ordered(orders.invited())
    checkouts.begin(instalment=order.instalments.get(number=1), gateway=gateway, now=NOW)
    checkout = Checkout.objects.get()
    for outcome, state in ((Outcome.OPEN, Paid.EXPIRED), (Outcome.PAID, Paid.PAID), (Outcome.FAILED, Paid.FAILED)):
        Checkout.objects.update(outcome=outcome)
        assert gateway.expire(checkout.session_id).state == state
    Checkout.objects.update(outcome=Outcome.OPEN, submitted_at=NOW)
    assert gateway.expire(checkout.session_id).state == Paid.CONFIRMING


def test_stripes_page_is_closed_once_and_asking_again_is_no_fault(double) -> None:
    order = orders.ordered(orders.invited(), mode=Mode.TEST)
    checkouts.begin(instalment=order.instalments.get(number=1), gateway=double.gateway, now=NOW)
    session = str(Checkout.objects.get().session_id)

    assert [double.gateway.expire(session).state for _each in range(2)] == [Paid.EXPIRED] * 2
    assert double.sessions[session]["status"] == "expired"


def test_stripe_says_of_what_was_paid_already_that_it_is_paid(double) -> None:
    order = orders.ordered(orders.invited(), mode=Mode.TEST)
    checkouts.begin(instalment=order.instalments.get(number=1), gateway=double.gateway, now=NOW)
    session = str(Checkout.objects.get().session_id)
    double.pay(session)

    assert double.gateway.expire(session).state == Paid.PAID


@pytest.mark.parametrize("fault", ["409", "429", "500", "gone before", "gone after", "slow"])
def test_whatever_fails_the_page_is_closed_in_the_end(double, fault) -> None:
    order = orders.ordered(orders.invited(), mode=Mode.TEST)
    checkouts.begin(instalment=order.instalments.get(number=1), gateway=double.gateway, now=NOW)
    transfer(order)
    double.faults = [fault, fault]
    for _each in range(3):
        checkouts.close_pages(gateway=double.gateway, now=NOW)

    assert Checkout.objects.get().outcome == Outcome.EXPIRED
