"""The office's pages of money: what is open, a transfer booked in two clicks, refunds approved, messages tried again; nobody else's."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from billing import refunds, stopping, terms
from billing.models import Checkout, LedgerEntry, Offer, Order, Refund, StripeEvent, Unmatched, Withdrawal
from billing.payments import settle
from billing.seam import Disputed, DisputeFact, Paid
from notices.models import Notice
from programme.models import Enrolment, Status
from tests import people
from tests.billing import orders, practices
from tests.billing.bank import checkout, fact
from tests.billing.pages import read
from tests.people import MONDAY, NOW
from tests.signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
AT = "/kantoor/geld/"


@pytest.fixture
def els() -> User:
    return people.office()


@pytest.fixture
def browser(els) -> Client:
    return signed_in(els, NOW)


@pytest.fixture
def order(els) -> Order:
    return orders.ordered(orders.invited())


@pytest.fixture
def paid(order) -> LedgerEntry:
    settle(fact=fact(checkout_of(order, 1), Paid.PAID), now=NOW)
    return LedgerEntry.objects.get()


def checkout_of(order: Order, number: int) -> Checkout:
    made = checkout(order.instalments.get(number=number))
    Checkout.objects.filter(pk=made.pk).update(mode=order.mode)
    return made


def of(order: Order, then: str = "") -> str:
    return f"{AT}bestelling/{order.uuid}/{then}"


def transfer(**changes: str) -> dict[str, str]:
    return {"cents": "330,00", "on": MONDAY.isoformat(), "reference": "NL12 ABNA 0001"} | changes


# --- A transfer -----------------------------------------------------------------------------------------------------


def test_a_transfer_is_booked_in_two_clicks_and_starts_the_programme(browser, els, order) -> None:
    page = browser.get(of(order))
    form = page.context["transfer"]
    assert (form["cents"].value(), form["on"].value()) == ("330,00", MONDAY)
    assert browser.post(of(order, "overschrijving/1/"), transfer())["Location"] == of(order)
    entry = LedgerEntry.objects.get()
    assert (entry.kind, entry.cents, entry.by, entry.at.date()) == ("transfer", 33_000, els, MONDAY)
    assert Enrolment.objects.get().status == Status.ACTIVE


def test_pressed_twice_it_is_booked_once(browser, order) -> None:
    browser.post(of(order, "overschrijving/1/"), transfer())
    again = browser.post(of(order, "overschrijving/1/"), transfer(reference="nl12  abna 0001"))
    assert again.status_code == 422
    assert "Deze overschrijving is al geboekt" in read(again)
    assert LedgerEntry.objects.count() == 1


def test_a_part_is_a_part(browser, order) -> None:
    browser.post(of(order, "overschrijving/1/"), transfer(cents="100"))
    assert Enrolment.objects.get().status == Status.PENDING
    assert browser.get(of(order)).context["transfer"]["cents"].value() == "230,00"
    browser.post(of(order, "overschrijving/1/"), transfer(cents="230", reference="rest"))
    assert Enrolment.objects.get().status == Status.ACTIVE


BAD = [
    {"cents": ""}, {"cents": "0"}, {"cents": "-330"}, {"cents": "330,0"}, {"cents": "1e5"}, {"cents": "٣٣٠"}, {"cents": "9" * 400},
    {"cents": "=1+1"}, {"cents": "330\x00"}, {"on": ""}, {"on": "2026-02-30"}, {"on": "9999-12-31"}, {"on": "morgen"},
    {"on": (MONDAY + timedelta(days=1)).isoformat()}, {"on": "0026-11-23"}, {"on": "2016-11-23"},
    {"reference": ""}, {"reference": "x" * 121}, {"reference": "a\x00b"},
]  # fmt: skip


@pytest.mark.parametrize("changes", BAD, ids=range(len(BAD)))
def test_what_is_no_amount_or_no_day_is_refused_with_a_sentence(browser, order, changes) -> None:
    assert browser.post(of(order, "overschrijving/1/"), transfer(**changes)).status_code == 422
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize("reference", ["<script>alert(1)</script>", "{{7*7}}", "'; DROP TABLE", "＝1", "\u202egnp.exe"])
def test_an_odd_reference_is_kept_and_harms_nothing(browser, order, reference) -> None:
    browser.post(of(order, "overschrijving/1/"), transfer(reference=reference))
    assert LedgerEntry.objects.count() == 1
    assert "<script>alert" not in browser.get(of(order)).content.decode()


# --- Refunds --------------------------------------------------------------------------------------------------------


def test_a_refund_waits_for_approval_and_then_goes_back(browser, order, paid) -> None:
    browser.post(of(order, f"terug/{paid.pk}/"), {"cents": "50", "reason": "agreed"})
    refund = Refund.objects.get()
    assert refund.status == Refund.Status.TO_DO
    assert LedgerEntry.objects.count() == 1
    browser.post(f"{AT}terug/{refund.uuid}/")
    refund.refresh_from_db()
    assert (refund.status, refund.approved_by.is_office) == (Refund.Status.DONE, True)
    assert LedgerEntry.objects.get(kind="refund").cents == -5_000
    browser.post(f"{AT}terug/{refund.uuid}/")
    assert LedgerEntry.objects.filter(kind="refund").count() == 1


def test_more_than_is_left_does_not_go_back(browser, order, paid) -> None:
    for cents in ("200", "200", "330,01", "130,01"):
        browser.post(of(order, f"terug/{paid.pk}/"), {"cents": cents, "reason": "agreed"})
    assert list(Refund.objects.values_list("cents", flat=True)) == [20_000]
    assert refunds.left_of(paid) == 13_000


@pytest.mark.parametrize("day", ["2026-11-24", "2027-11-23", "9999-12-31", "2026-11-22", "0026-11-23", "0001-01-01"])
def test_a_transfer_goes_back_on_no_day_before_it_came_or_after_today(browser, order, day) -> None:
    browser.post(of(order, "overschrijving/1/"), transfer())
    browser.post(of(order, f"terug/{LedgerEntry.objects.get().pk}/"), {"cents": "330", "reason": "stopped"})
    browser.post(f"{AT}terug/{Refund.objects.get().uuid}/", {"on": day})
    assert Refund.objects.get().status == Refund.Status.TO_DO
    assert LedgerEntry.objects.count() == 1


def test_a_transfer_goes_back_by_hand_and_says_so(browser, order) -> None:
    browser.post(of(order, "overschrijving/1/"), transfer())
    entry = LedgerEntry.objects.get()
    browser.post(of(order, f"terug/{entry.pk}/"), {"cents": "330", "reason": "stopped"})
    assert "Ik heb het teruggestort" in read(browser.get(of(order)))
    browser.post(f"{AT}terug/{Refund.objects.get().uuid}/")
    assert sum(LedgerEntry.objects.values_list("cents", flat=True)) == 0


@pytest.mark.parametrize("said", [{}, {"cents": "x", "reason": "agreed"}, {"cents": "10", "reason": "gift"}])
def test_a_refund_that_is_not_well_said_is_not_asked(browser, order, paid, said) -> None:
    browser.post(of(order, f"terug/{paid.pk}/"), said)
    assert not Refund.objects.exists()


def test_a_payment_of_another_order_is_not_there(browser, order, paid) -> None:
    other = orders.ordered(orders.invited("Sam Vos"))
    assert browser.post(of(other, f"terug/{paid.pk}/"), {"cents": "10", "reason": "agreed"}).status_code == 404


# --- What is open ---------------------------------------------------------------------------------------------------


def test_the_page_lists_what_is_open_overdue_disputed_and_unmatched(browser, order, paid, clock) -> None:
    later = NOW + timedelta(weeks=5, days=3)
    settle(fact=DisputeFact("du_1", paid.reference, Disputed.OPEN, 33_000, "eur", livemode=False, at=NOW), now=NOW)
    settle(fact=fact(checkout_of(order, 3), Paid.PAID, cents=1), now=NOW)
    refunds.ask(entry=paid, cents=100, reason="agreed", by=None, now=NOW)
    clock.move_to(later)
    terms.remind(later)
    said = read(signed_in(User.objects.get(is_office=True), later).get(AT))
    for words in ("open sinds 21 december", "Betwist door een bank", "een ander bedrag", "Samen afgesproken, wacht op akkoord"):
        assert words in said
    assert "Een termijn staat acht dagen open" in said
    assert "Geheime titel" not in said


def test_a_task_and_an_odd_fact_can_be_taken_off(browser, els, order) -> None:
    settle(fact=fact(checkout_of(order, 1), Paid.PAID, cents=1), now=NOW)
    task, odd = Notice.objects.on_desk().get(), Unmatched.objects.get()
    browser.post(f"{AT}taak/{task.pk}/klaar/")
    browser.post(f"{AT}past-niet/{odd.pk}/klaar/")
    assert not Notice.objects.on_desk().exists()
    odd.refresh_from_db()
    assert (odd.solved_at, odd.solved_by) == (NOW, els)


def test_each_list_costs_the_same_with_one_row_and_with_four(browser, els) -> None:
    def cost() -> int:
        from django.db import connection  # noqa: PLC0415
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

        with CaptureQueriesContext(connection) as queries:
            assert browser.get(AT).status_code == 200
        return len(queries)

    def one_more(name: str) -> None:
        order = orders.ordered(orders.invited(name))
        settle(fact=fact(checkout_of(order, 1), Paid.PAID), now=NOW)
        entry = order.entries.get()
        refunds.ask(entry=entry, cents=100, reason="agreed", by=None, now=NOW)
        settle(fact=DisputeFact(f"du_{name}", entry.reference, Disputed.OPEN, 33_000, "eur", livemode=False, at=NOW), now=NOW)
        settle(fact=fact(checkout_of(order, 2), Paid.PAID, cents=1), now=NOW)
        orders.ordered(orders.invited(f"{name}a"))

    one_more("Een")
    cost()  # the first look also touches the session
    first = cost()
    for name in ("Twee", "Drie", "Vier"):
        one_more(name)
    assert cost() == first


# --- What Stripe told -----------------------------------------------------------------------------------------------


def test_what_failed_stands_above_and_can_be_tried_again(double, browser, clock) -> None:
    known = {"livemode": False, "api_version": "2026-10-28.endive", "received_at": NOW, "object_id": "cs_test_gone"}
    failed = StripeEvent.objects.create(event_id="evt_1", type="checkout.session.completed", error="Declined", tries=1, **known)
    StripeEvent.objects.create(event_id="evt_2", type="customer.created", why_ignored="type", handled_at=NOW, **known)
    said = read(browser.get(f"{AT}berichten/"))
    assert "evt_1 Declined" in said
    assert "niets te doen" in said
    browser.post(f"{AT}berichten/{failed.pk}/opnieuw/")
    failed.refresh_from_db()
    assert failed.tries == 2


# --- Offers and prices ----------------------------------------------------------------------------------------------


def offered(**changes: str) -> dict[str, str]:
    known = {"title_nl": "Begeleiding", "title_en": "Guidance", "gross_cents": "1.140,00", "in_one": "on", "in_terms": "on"}
    return known | {"care_kind": "coaching", "regime": "standard", "valid_from": MONDAY.isoformat(), "valid_until": ""} | changes


def test_an_offer_is_made_and_changed(browser) -> None:
    assert browser.post(f"{AT}aanbod/nieuw/", offered(gross_cents="1140,00")).status_code == 302
    made = Offer.objects.get()
    assert made.gross_cents == 114_000
    browser.post(f"{AT}aanbod/{made.uuid}/", offered(gross_cents="950", in_terms=""))
    made.refresh_from_db()
    assert (made.gross_cents, made.in_terms) == (95_000, False)
    assert "€ 950,00" in read(browser.get(f"{AT}aanbod/"))


@pytest.mark.parametrize(
    "changes",
    [
        {"gross_cents": "0"},
        {"gross_cents": "0,02"},
        {"gross_cents": "gratis"},
        {"title_nl": ""},
        {"title_en": "x" * 121},
        {"in_one": "", "in_terms": ""},
        {"valid_until": MONDAY.isoformat()},
        {"valid_from": "2026-13-01"},
        {"regime": "none"},
        {"care_kind": "therapy"},
    ],
)
def test_an_offer_that_cannot_be_is_refused_with_a_sentence(browser, changes) -> None:
    assert browser.post(f"{AT}aanbod/nieuw/", offered(**({"gross_cents": "950"} | changes))).status_code == 422
    assert not Offer.objects.exists()


def test_a_scholarship_is_made_for_who_is_invited(browser, els) -> None:
    offer, enrolment = orders.offer(), orders.invited()
    at = f"{AT}prijs/{enrolment.uuid}/"
    assert "Noor Visser" in read(browser.get(f"{AT}aanbod/"))
    assert browser.post(at, {"offer": str(offer.uuid), "cents": "-1"}).status_code == 422
    assert browser.post(at, {"offer": str(offer.uuid), "cents": "0"}).status_code == 302
    made = Order.objects.get()
    assert (made.gross_cents, made.plans, made.priced_by, made.ordered_at) == (0, ["full"], els, None)


def test_who_has_ordered_gets_no_other_price(browser, order) -> None:
    assert browser.get(f"{AT}prijs/{order.enrolment.uuid}/").status_code == 404


def test_others_find_nothing(order) -> None:
    for who in (order.client, people.client("Sam Vos"), people.coach("Ilse Oud")):
        other = signed_in(who, NOW)
        for at in (AT, f"{AT}berichten/", f"{AT}aanbod/", of(order)):
            assert other.get(at).status_code == 404
        assert other.post(of(order, "overschrijving/1/"), transfer()).status_code == 404
    assert not LedgerEntry.objects.exists()


# --- What comes by bank though nothing is asked ---------------------------------------------------------------------


def test_a_transfer_for_what_is_paid_already_is_booked_told_and_can_go_back(browser, order) -> None:
    for number in (1, 2, 3):
        settle(fact=fact(checkout_of(order, number), Paid.PAID), now=NOW)
    assert "Boek een overschrijving voor termijn 3" in read(browser.get(of(order)))
    browser.post(of(order, "overschrijving/3/"), transfer())
    entry = LedgerEntry.objects.get(kind="transfer")

    assert Notice.objects.filter(kind="money-paid-twice").exists()
    assert refunds.left_of(entry) == 33_000


def test_a_transfer_that_comes_after_the_end_is_booked_told_and_can_go_back(browser, els, order) -> None:
    stopping.end_by_office(enrolment=order.enrolment, shown=0, reason="office-asked", by=els, now=NOW)
    assert browser.get(of(order)).context["transfer"]["cents"].value() is None
    browser.post(of(order, "overschrijving/1/"), transfer())
    entry = LedgerEntry.objects.get()
    order.enrolment.refresh_from_db()

    assert Notice.objects.filter(kind="money-paid-after-end").exists()
    assert order.enrolment.status == Status.WITHDRAWN
    assert refunds.left_of(entry) == 33_000


def test_the_page_of_an_order_says_that_it_ended_and_has_its_papers(browser, els, order) -> None:
    practices.complete()
    practices.addressed(order.client)
    settle(fact=fact(checkout_of(order, 1), Paid.PAID), now=NOW)
    shown = stopping.terms(order.enrolment, order, NOW).refund
    stopping.end_by_office(enrolment=order.enrolment, shown=shown, reason="office-asked", by=els, now=NOW)
    said = read(browser.get(of(order)))

    assert "Beëindigd 23 november 2026, 09:00" in said
    assert "Factuur DEMO-2026-0001" in said


def test_the_last_refund_takes_somebody_who_stopped_off_the_list_wherever_it_is_approved(browser, order) -> None:
    for number in (1, 2):
        settle(fact=fact(checkout_of(order, number), Paid.PAID), now=NOW)
    ends = stopping.terms(order.enrolment, order, NOW).refund
    stopping.stop(enrolment=order.enrolment, shown=ends, goodbye=False, now=NOW)
    first, last = Refund.objects.all()
    browser.post(f"{AT}terug/{first.uuid}/")
    assert Withdrawal.objects.to_do().exists()
    browser.post(f"{AT}terug/{last.uuid}/")

    assert not Withdrawal.objects.to_do().exists()
    assert not Notice.objects.on_desk().filter(kind=stopping.TO_DO).exists()
