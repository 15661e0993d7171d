"""The office's first page: what of people, mails and money waits, counted, each with the way to it; and the menu around all of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from billing import desk, kinds, refunds
from billing.models import Dispute, Order, StripeEvent, Unmatched, Withdrawal
from notices import outbox
from notices.models import Channel
from tests import people
from tests.billing import orders
from tests.people import NOW
from tests.signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
HERE = "/kantoor/"
MONEY = ("geld/", "geld/aanbod/", "geld/aanbod/nieuw/", "geld/berichten/", "papieren/", "papieren/2026/10/", "omzet/", "omzet/2026/3/",
         "btw/", "stoppen/")  # fmt: skip
LINES = (
    "Eén persoon stopte of herriep",
    "Eén betaling wordt door een bank betwist",
    "Eén betaling vraagt om een blik",
    "Eén betaling past bij geen bestelling",
    "Eén terugbetaling wacht op je akkoord",
    "2 betalingen staan na hun dag nog open",
    "Eén bericht van Stripe kon niet",
)


@pytest.fixture
def els() -> User:
    return people.office()


@pytest.fixture
def browser(els: User) -> Client:
    return signed_in(els, NOW)


def read(browser: Client, address: str = HERE) -> str:
    return browser.get(address).content.decode()


def money_waits(els: User) -> Order:
    """One of each, and two terms whose day is over."""
    made = people.enrolled(people.client("Noor Visser"), people.coach(), starts_on=(NOW - timedelta(days=70)).date())
    order = orders.ordered(made)
    entry = orders.booked(order.instalments.get(number=1))
    order.instalments.filter(number=1).update(settled=True)
    refunds.ask(entry=entry, cents=1_000, reason="agreed", by=els, now=NOW)
    Dispute.objects.create(order=order, entry=entry, dispute_id="dp_1", cents=33_000, opened_at=NOW)
    Unmatched.objects.create(kind="payment", reference="pi_1", why="amount", cents=1, currency="eur", seen_at=NOW)
    Withdrawal.objects.create(uuid=uuid4(), name="Ties Mol", email="ties@example.nl", kind="withdraw", asked_at=NOW)
    StripeEvent.objects.create(event_id="evt_1", type="refund.updated", livemode=False, received_at=NOW)
    outbox.post(recipient=els, kind=kinds.PAID_TWICE, key="x", about=str(order.pk), now=NOW, channel=Channel.DESK)
    return order


def test_what_waits_of_money_is_counted_and_leads_to_its_list(browser: Client, els: User) -> None:
    money_waits(els)
    page = read(browser)
    for line in LINES:
        assert line in page
    for way in ("/kantoor/stoppen/", "/kantoor/geld/#disputes", "/kantoor/geld/#refunds", "/kantoor/geld/#open"):
        assert f'href="{way}"' in page
    assert "Op dit moment niets" not in page


def test_nothing_waits_is_said_and_no_line_stands_there(browser: Client) -> None:
    page = read(browser)
    assert "Op dit moment niets" in page
    assert not [line for line in LINES if line in page]


def test_a_task_of_a_colleague_is_counted_on_their_own_page(els: User) -> None:
    money_waits(els)
    assert (desk.waits(els, NOW).tasks, desk.waits(people.coach("Ada Post"), NOW).tasks) == (1, 0)


@pytest.mark.parametrize("who", [people.client, people.coach])
def test_for_others_it_is_not_there(els: User, who: object) -> None:
    money_waits(els)
    assert signed_in(who("Sam Bos"), NOW).get(HERE).status_code == 404  # type: ignore[operator]


@pytest.mark.parametrize("address", MONEY)
def test_every_page_of_money_stands_in_the_frame_of_the_office_under_money(browser: Client, address: str) -> None:
    page = read(browser, HERE + address)
    menu = page[page.index('class="sections') : page.index("</nav>", page.index('class="sections'))]
    assert menu.count("aria-current") == 1
    assert menu[: menu.index(">Geld<")].rsplit("<a ", 1)[1].count("aria-current") == 1
