"""From invitation to order: a step a page, nothing ticked for anybody, and no step that can be done twice or skipped."""

from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.models import Consent, Practice
from billing import prices
from billing.models import Checkout, Instalment, Offer, Order
from notices.models import Notice
from programme.cover import set_cover
from programme.models import Enrolment, Status
from tests import people
from tests.billing import orders
from tests.billing.pages import read, through
from tests.people import NOW
from tests.signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

# NOW is a Monday: the next three at least three days ahead.
DAYS = [date(2026, 11, 30), date(2026, 12, 7), date(2026, 12, 14)]


@pytest.fixture
def enrolment(offer) -> Enrolment:
    return orders.invited()


@pytest.fixture
def browser(enrolment) -> Client:
    return signed_in(enrolment.client, NOW)


def state(of: Enrolment) -> tuple[str, int]:
    fresh = Enrolment.objects.get(pk=of.pk)
    return fresh.status, fresh.covered_through


def test_the_invitation_says_what_it_costs_and_that_nothing_is_ordered_yet(browser) -> None:
    said = read(browser.get("/uitnodiging/"))
    assert "€ 990,00, inclusief btw" in said
    assert "Je bestelt pas aan het eind" in said


def test_looking_at_every_step_orders_and_changes_nothing(browser, enrolment) -> None:
    for at in ("", "start/", "afspraken/", "nakijken/"):
        browser.get(f"/uitnodiging/{at}")
        browser.head(f"/uitnodiging/{at}")
    assert not Order.objects.exists()
    assert state(enrolment) == (Status.INVITED, 0)


def test_the_next_three_mondays_at_least_three_days_ahead_are_offered(browser) -> None:
    browser.post("/uitnodiging/")
    page = browser.get("/uitnodiging/start/")
    assert [value for value, _ in page.context["form"].fields["day"].choices] == [day.isoformat() for day in DAYS]


@pytest.mark.parametrize("day", ["2026-11-23", "2026-12-01", "2026-12-21", "9999-01-01", "", "x", "\x00", "2026-02-30"])
def test_another_day_is_not_taken(browser, day) -> None:
    browser.post("/uitnodiging/")
    assert browser.post("/uitnodiging/start/", {"day": day}).status_code == 422
    assert Order.objects.get().starts_on is None


def test_no_box_is_ever_ticked_beforehand(browser) -> None:
    browser.post("/uitnodiging/")
    browser.post("/uitnodiging/start/", {"day": DAYS[0].isoformat()})
    assert "checked" not in browser.get("/uitnodiging/afspraken/").content.decode()
    browser.post("/uitnodiging/afspraken/", {"terms": "on", "writing": "on"})
    page = browser.get("/uitnodiging/nakijken/").content.decode()
    assert 'type="checkbox"' in page
    assert "checked" not in page


@pytest.mark.parametrize("ticked", [{}, {"terms": "on"}, {"writing": "on"}])
def test_each_consent_is_asked_apart_and_none_can_be_left_out(browser, ticked) -> None:
    browser.post("/uitnodiging/")
    browser.post("/uitnodiging/start/", {"day": DAYS[0].isoformat()})
    assert browser.post("/uitnodiging/afspraken/", ticked).status_code == 422
    assert Order.objects.get().agreed == {}


def test_the_terms_can_be_read_where_the_practice_keeps_them_and_the_order_keeps_where(browser, enrolment) -> None:
    page = "https://praktijk.example/voorwaarden/"
    browser.post("/uitnodiging/")
    browser.post("/uitnodiging/start/", {"day": DAYS[0].isoformat()})
    assert "Lees de voorwaarden" not in browser.get("/uitnodiging/afspraken/").content.decode()
    Practice.objects.update_or_create(pk=1, defaults={"terms_url": page})
    assert f'href="{page}"' in browser.get("/uitnodiging/afspraken/").content.decode()
    browser.post("/uitnodiging/afspraken/", {"terms": "on", "writing": "on"})
    assert Order.objects.get().agreed["terms"]["address"] == page
    assert "address" not in Order.objects.get().agreed["writing"]


def test_an_order_keeps_what_was_agreed_with_version_and_moment(browser, enrolment) -> None:
    through(browser, DAYS[0].isoformat())
    order = Order.objects.get()
    assert order.agreed == {purpose: {"version": "2026-11", "at": NOW.isoformat()} for purpose in ("terms", "writing")}
    assert (order.ordered_at, order.asked_early_at, order.starts_on) == (NOW, NOW, DAYS[0])
    assert (order.gross_cents, order.plan, order.vat_regime, order.care_kind) == (99_000, "terms", "standard", "coaching")
    given = Consent.objects.of(enrolment.client)
    assert sorted(given.values_list("purpose", "text_version", "given_at")) == [("terms", "2026-11", NOW), ("writing", "2026-11", NOW)]


def test_ordering_leads_to_paying_and_gives_a_place_that_waits(browser, enrolment) -> None:
    answer = through(browser, DAYS[1].isoformat())
    checkout = Checkout.objects.get()
    assert answer["Location"] == f"/betalingen/proef/{checkout.uuid}/"
    assert state(enrolment) == (Status.PENDING, 0)
    assert Enrolment.objects.get(pk=enrolment.pk).starts_on == DAYS[1]
    assert list(Instalment.objects.values_list("number", "before_week", "cents", "grace_weeks")) == [
        (1, 1, 33_000, 0),
        (2, 5, 33_000, 1),
        (3, 9, 33_000, 1),
    ]
    assert Notice.objects.filter(kind="order-placed", recipient=enrolment.client).count() == 1


def test_pressing_twice_and_going_back_order_once(browser) -> None:
    for _ in range(3):
        through(browser, DAYS[0].isoformat())
    assert Order.objects.count() == 1
    assert Checkout.objects.count() == 1
    assert Consent.objects.count() == 2
    assert browser.get("/uitnodiging/nakijken/")["Location"] == "/betalingen/"


def test_to_begin_within_fourteen_days_is_asked_for_or_not_done(browser) -> None:
    assert through(browser, DAYS[0].isoformat(), early="").status_code == 422
    assert Order.objects.get().ordered_at is None
    assert through(browser, DAYS[2].isoformat(), early="").status_code == 302
    assert Order.objects.get().asked_early_at is None


@pytest.mark.parametrize(
    "last", [{"plan": ""}, {"plan": "twelve"}, {"method": "cash"}, {"method": "transfer"}, {"cents": "1"}, {"cents": "x"}]
)
def test_what_is_not_offered_cannot_be_ordered(browser, last) -> None:
    assert through(browser, DAYS[0].isoformat(), **last).status_code == 422
    assert Order.objects.get().ordered_at is None


@pytest.mark.parametrize(
    "changes", [{"gross_cents": 120_000}, {"regime": "care"}, {"in_terms": False}, {"valid_until": date(2026, 11, 23)}]
)
def test_an_offer_that_changed_meanwhile_is_shown_again_first(browser, changes) -> None:
    through(browser, DAYS[0].isoformat(), early="")
    Offer.objects.update(**changes)
    assert browser.post("/uitnodiging/nakijken/", {"plan": "terms", "method": "online", "early": "on", "cents": "99000"}).status_code == 422
    assert Order.objects.get().ordered_at is None


def test_what_was_ordered_stays_when_the_offer_changes(browser) -> None:
    through(browser, DAYS[0].isoformat())
    Offer.objects.update(gross_cents=5, title_nl="Anders", regime="small")
    order = Order.objects.get()
    assert (order.gross_cents, order.title_nl, order.vat_regime) == (99_000, "Begeleiding, twaalf weken", "standard")


def test_a_first_day_that_came_too_near_is_chosen_again(browser, clock) -> None:
    through(browser, DAYS[0].isoformat(), early="")
    clock.move_to(NOW + timedelta(days=6))
    fresh = signed_in(Order.objects.get().client, NOW + timedelta(days=6))
    assert fresh.post("/uitnodiging/nakijken/", {"plan": "terms", "method": "online", "early": "on", "cents": "99000"}).status_code == 422


def test_an_invitation_that_ended_cannot_be_ordered(browser, clock, enrolment) -> None:
    through(browser, DAYS[2].isoformat(), early="", cents="1")
    clock.move_to(NOW + timedelta(days=15))
    fresh = signed_in(enrolment.client, NOW + timedelta(days=15))
    fresh.post("/uitnodiging/start/", {"day": "2026-12-14"})
    assert fresh.post("/uitnodiging/nakijken/", {"plan": "full", "method": "online", "early": "on", "cents": "99000"}).status_code == 422
    assert state(enrolment) == (Status.INVITED, 0)


def test_by_transfer_the_place_waits_and_the_page_says_how(enrolment, browser) -> None:
    Practice.objects.create(pk=1, name="Praktijk Tussenruimte", iban="NL91ABNA0417164300", office_email="kantoor@example.nl")
    assert through(browser, DAYS[0].isoformat(), method="transfer")["Location"] == "/betalingen/"
    page = browser.get("/betalingen/")
    said = read(page)
    assert "NL91 ABNA 0417 1643 00" in said
    assert Order.objects.get().reference in said
    assert 'src="data:image/svg+xml' in page.content.decode()
    assert not Checkout.objects.exists()


def test_two_offers_are_a_choice(browser) -> None:
    other = orders.offer(title_nl="Zonder begeleider", gross_cents=50_000)
    assert browser.post("/uitnodiging/").status_code == 422
    assert browser.post("/uitnodiging/", {"offer": "1' OR 1"}).status_code == 422
    assert browser.post("/uitnodiging/", {"offer": str(other.uuid)})["Location"] == "/uitnodiging/start/"
    assert Order.objects.get().offer == other


def test_an_offer_for_care_is_not_for_coaching(browser, offer) -> None:
    Offer.objects.update(care_kind="care")
    assert "Stap 1" not in read(browser.get("/uitnodiging/"))
    browser.post("/uitnodiging/", {"offer": str(offer.uuid)})
    assert not Order.objects.exists()


def test_a_price_of_the_office_is_ordered_like_any_other(browser, enrolment, offer) -> None:
    prices.propose(enrolment=enrolment, offer=offer, cents=45_000, by=people.office(), now=NOW)
    assert "€ 450,00" in read(browser.get("/uitnodiging/"))
    through(browser, DAYS[0].isoformat(), cents="45000")
    assert Order.objects.get().gross_cents == 45_000
    assert list(Instalment.objects.values_list("cents", flat=True)) == [15_000, 15_000, 15_000]


def test_a_scholarship_is_an_order_without_a_payment_and_starts_at_once(browser, enrolment, offer) -> None:
    prices.propose(enrolment=enrolment, offer=offer, cents=0, by=people.office(), now=NOW)
    assert through(browser, DAYS[0].isoformat(), plan="full", cents="0")["Location"] == "/vandaag/"
    assert state(enrolment) == (Status.ACTIVE, 12)
    assert not Instalment.objects.exists()
    assert "Hiervoor is niets te betalen." in read(browser.get("/betalingen/"))


def test_what_the_office_covers_is_only_accepted(browser, enrolment) -> None:
    set_cover(enrolment=enrolment, source="office", through_week=12, now=NOW)
    assert "Stap" not in read(browser.get("/uitnodiging/"))
    assert browser.post("/uitnodiging/")["Location"] == "/vandaag/"
    assert state(enrolment) == (Status.ACTIVE, 12)
    assert not Order.objects.exists()


def test_care_and_coaching_are_said_in_one_sentence(browser) -> None:
    browser.post("/uitnodiging/")
    browser.post("/uitnodiging/start/", {"day": DAYS[0].isoformat()})
    assert "Dit is coaching, geen medische behandeling" in read(browser.get("/uitnodiging/afspraken/"))
    browser.post("/uitnodiging/afspraken/", {"terms": "on", "writing": "on"})
    said = read(browser.get("/uitnodiging/nakijken/"))
    assert "Je bestelt coaching; het is geen medische behandeling." in said
    assert "Bestellen en betalen" in said
    assert "€ 818,18" in said
    assert "€ 171,82" in said
