"""Care or coaching changed while somebody is ordering: nobody orders at the price and the VAT of the other kind."""

import pytest

from accounts.models import User
from accounts.refusal import Refused
from billing import ordering, prices
from billing.agreements import PURPOSES
from billing.models import Order, Regime
from programme.care import change_care_kind
from programme.models import CareKind, Enrolment
from studio.office.deeds import DEEDS
from tests import people
from tests.billing import orders
from tests.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def els() -> User:
    return people.office()


@pytest.fixture
def invited() -> Enrolment:
    return orders.invited()


def ready(order: Order) -> Order:
    fresh = Order.objects.select_related("enrolment").get(pk=order.pk)
    day = ordering.start_days(fresh.enrolment.local_day(NOW), ordering.Practice.current())[0]
    ordering.start_on(order=fresh, day=day, now=NOW)
    ordering.agree(order=fresh, purposes=list(PURPOSES), now=NOW)
    return fresh


def placed(order: Order, cents: int) -> Order:
    return ordering.place(order=order, plan="full", method="online", early=True, cents=cents, mode="demo", now=NOW)


def test_what_was_begun_as_coaching_is_not_ordered_as_care(invited, els) -> None:
    draft = ready(ordering.choose(enrolment=invited, offer=orders.offer(), now=NOW))
    change_care_kind(enrolment=invited, care_kind=CareKind.CARE, by=els, now=NOW)
    with pytest.raises(Refused):
        placed(draft, orders.PRICE)
    assert not Order.objects.standing().exists()


def test_who_chooses_anew_orders_what_is_offered_for_care(invited, els) -> None:
    ordering.choose(enrolment=invited, offer=orders.offer(), now=NOW)
    change_care_kind(enrolment=invited, care_kind=CareKind.CARE, by=els, now=NOW)
    care = orders.offer(care_kind=CareKind.CARE, regime=Regime.CARE, gross_cents=90_000)
    fresh = Enrolment.objects.get(pk=invited.pk)
    order = placed(ready(ordering.choose(enrolment=fresh, offer=care, now=NOW)), 90_000)
    assert (order.care_kind, order.vat_regime) == (CareKind.CARE, Regime.CARE)


def test_a_price_of_the_offices_own_is_made_anew_for_the_other_kind(invited, els) -> None:
    draft = ready(prices.propose(enrolment=invited, offer=orders.offer(), cents=50_000, by=els, now=NOW))
    change_care_kind(enrolment=invited, care_kind=CareKind.CARE, by=els, now=NOW)
    with pytest.raises(Refused):
        placed(draft, 50_000)
    care = orders.offer(care_kind=CareKind.CARE, regime=Regime.CARE)
    fresh = Enrolment.objects.get(pk=invited.pk)
    again = prices.propose(enrolment=fresh, offer=care, cents=50_000, by=els, now=NOW)
    assert placed(ready(again), 50_000).care_kind == CareKind.CARE


def test_what_was_ordered_keeps_its_kind(invited, els) -> None:
    orders.ordered(invited)
    fresh = Enrolment.objects.get(pk=invited.pk)
    with pytest.raises(Refused):
        DEEDS["soort"].act(enrolment=fresh, care_kind=CareKind.CARE, reason="office-mistake", by=els, now=NOW)
    assert Enrolment.objects.get(pk=invited.pk).care_kind == CareKind.COACHING
