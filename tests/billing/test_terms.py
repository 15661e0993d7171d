"""A term: its link seven days ahead, its day, +3 and +6, the office on +8; moved by a pause, and never above an exercise."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from billing import terms
from billing.models import Checkout, Instalment, Order
from billing.payments import settle
from billing.seam import Paid
from notices.kinds import KINDS
from notices.mails import compose
from notices.models import Channel, Notice
from programme import enrolment as deeds
from programme.release import open_due
from tests import people
from tests.billing import orders
from tests.billing.bank import checkout, fact
from tests.billing.pages import read
from tests.people import MONDAY, NOW
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db
# Week 5 opens four weeks after the first.
DUE = NOW + timedelta(weeks=4)


@pytest.fixture
def order(clock) -> Order:
    people.office()
    made = orders.ordered(orders.invited(), mode="test")
    settle(fact=fact(checkout(made.instalments.get(number=1)), Paid.PAID), now=NOW)
    return made


def told(order: Order) -> list[str]:
    """What was put in the outbox for the client about terms, in order."""
    kinds = ["term-link", "term-due", "term-reminder"]
    return [f"{each.kind}@{each.about.split(':')[1]}" for each in Notice.objects.of(order.client).filter(kind__in=kinds).order_by("pk")]


def days(clock, order: Order, first: int, last: int) -> None:
    """Let the clock run from so many days after the due day, sweeping each hour of the morning."""
    for day in range(first, last + 1):
        now = DUE + timedelta(days=day)
        clock.move_to(now)
        open_due(now, catch_up=True)
        for _ in range(2):
            terms.remind(now)


def test_each_step_is_told_once_on_its_day_and_the_office_last(clock, order) -> None:
    days(clock, order, -10, -8)
    assert told(order) == []
    days(clock, order, -7, -1)
    assert told(order) == ["term-link@ahead"]
    days(clock, order, 0, 2)
    assert told(order)[1:] == ["term-due@day"]
    days(clock, order, 3, 5)
    assert told(order)[2:] == ["term-reminder@plus-3"]
    days(clock, order, 6, 7)
    assert told(order)[3:] == ["term-reminder@plus-6"]
    assert not Notice.objects.filter(kind="money-term-overdue").exists()
    days(clock, order, 8, 20)
    assert len(told(order)) == 4
    assert Notice.objects.filter(kind="money-term-overdue", channel=Channel.DESK).count() == 1


def test_after_a_silence_only_the_latest_is_told(clock, order) -> None:
    days(clock, order, 4, 4)
    assert told(order) == ["term-reminder@plus-3"]


def test_what_is_paid_is_not_told(clock, order) -> None:
    settle(fact=fact(checkout(order.instalments.get(number=2)), Paid.PAID), now=NOW)
    days(clock, order, -7, 10)
    assert told(order) == []


def test_what_a_bank_confirms_is_not_told(clock, order) -> None:
    made = checkout(order.instalments.get(number=2))
    Checkout.objects.filter(pk=made.pk).update(submitted_at=NOW)
    days(clock, order, -7, 7)
    assert told(order) == []


def test_a_pause_moves_the_term_with_its_week_and_tells_anew(clock, order) -> None:
    days(clock, order, -7, -6)
    starts_on = (DUE - timedelta(days=5)).date()
    deeds.pause(
        enrolment=order.enrolment, starts_on=starts_on, ends_on=starts_on + timedelta(days=7), by=order.client, now=DUE - timedelta(days=6)
    )
    days(clock, order, -5, 1)
    assert told(order) == ["term-link@ahead"]
    days(clock, order, 2, 7)
    assert told(order) == ["term-link@ahead", "term-link@ahead", "term-due@day"]


def test_nobody_is_reminded_after_the_end(clock, order) -> None:
    deeds.stop(enrolment=order.enrolment, by=order.client, now=NOW)
    days(clock, order, -7, 10)
    assert told(order) == []
    assert not Notice.objects.filter(kind="money-term-overdue").exists()


def test_week_five_opens_on_its_day_and_week_six_waits(clock, order) -> None:
    days(clock, order, 0, 8)
    opened = set(order.enrolment.releases.exclude(opened_at=None).values_list("week__number", flat=True))
    assert opened == {1, 2, 3, 4, 5}
    settle(fact=fact(checkout(order.instalments.get(number=2)), Paid.PAID), now=DUE + timedelta(days=8))
    days(clock, order, 8, 8)
    assert order.enrolment.releases.get(week__number=6).opened_at is not None


def test_the_waiting_week_says_openly_and_kindly_why_and_how(clock, order) -> None:
    days(clock, order, 0, 8)
    browser = signed_in(order.client, DUE + timedelta(days=8))
    for at in ("/vandaag/", "/weken/", "/week/6/"):
        page = browser.get(at)
        said = read(page)
        assert (
            "Termijn 2 (€ 330,00) staat open sinds maandag 21 december. Week 6 opent zodra dit is voldaan; wat open is, blijft open."
            in said
        ), at
        assert 'href="/betalingen/"' in page.content.decode()
    for word in ("moet", "gemist", "achterstand", "te laat"):
        assert word not in read(browser.get("/week/6/")).casefold()


def test_the_mail_comes_from_the_office_with_the_day_and_no_amount_in_its_subject(clock, order) -> None:
    from accounts.models import Practice  # noqa: PLC0415

    Practice.objects.update_or_create(pk=1, defaults={"office_email": "kantoor@example.nl", "name": "Praktijk"})
    days(clock, order, -7, -7)
    notice = Notice.objects.get(kind="term-link")
    mail = compose(notice, DUE - timedelta(days=7))
    assert mail.reply_to == ["kantoor@example.nl"]
    assert mail.subject == "Je volgende betaling"
    assert "Termijn 2 (€ 330,00) kan tot en met maandag 21 december." in mail.body.replace("\xa0", " ")
    assert "http://localhost:8000/betalingen/" in mail.body
    assert "Geheime" not in mail.body + str(mail.alternatives)
    assert not KINDS["term-link"].capped


@pytest.mark.parametrize("change", ["paid", "paused", "stopped"])
def test_a_mail_that_no_longer_holds_is_not_sent(clock, order, change) -> None:
    days(clock, order, -7, -7)
    notice = Notice.objects.get(kind="term-link")
    assert KINDS["term-link"].wanted(notice)
    now = DUE - timedelta(days=6)
    clock.move_to(now)
    if change == "paid":
        settle(fact=fact(checkout(order.instalments.get(number=2)), Paid.PAID), now=now)
    elif change == "paused":
        deeds.pause(enrolment=order.enrolment, starts_on=now.date(), ends_on=now.date() + timedelta(days=7), by=order.client, now=now)
    else:
        deeds.stop(enrolment=order.enrolment, by=order.client, now=now)
    assert not KINDS["term-link"].wanted(notice)


def test_the_look_costs_the_same_however_many_are_settled(order, django_assert_num_queries) -> None:
    Instalment.objects.update(settled=True)
    with django_assert_num_queries(1):
        terms.remind(NOW)


def test_a_term_is_due_on_the_local_day_where_its_client_lives(clock) -> None:
    enrolment = orders.invited(name="Orlando Cijntje", zone="America/Curacao")
    made = orders.ordered(enrolment, mode="test")
    settle(fact=fact(checkout(made.instalments.get(number=1)), Paid.PAID), now=NOW)
    opens = made.enrolment.releases.get(week__number=5).opens_at
    (due,) = terms.coming_or_past(opens)
    assert due.day == opens.astimezone(ZoneInfo("America/Curacao")).date() == MONDAY + timedelta(weeks=4)
