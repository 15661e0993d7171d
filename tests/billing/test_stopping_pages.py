"""The pages of stopping and withdrawing: two steps, the same to everybody, and a receipt at once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from billing import receipts, stopping
from billing.models import Order, Refund, Withdrawal
from notices.sending import Line
from programme.models import Enrolment, Status
from tests import people
from tests.billing import orders, practices
from tests.billing.test_stopping import running
from tests.people import NOW
from tests.signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "empty_post")]

STOP, WITHDRAW, REGISTER = "/stoppen/", "/herroepen/", "/kantoor/stoppen/"
SAID = {"name": "Noor Visser", "contract": "K7QM-4H2P", "email": "noor@example.nl"}


@pytest.fixture
def empty_post(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    practices.complete()
    cache.clear()


@pytest.fixture
def order() -> Order:
    return running(7)


@pytest.fixture
def office() -> Client:
    return signed_in(people.office(), NOW)


# --- From My account ------------------------------------------------------------------------------------------------


def test_the_page_says_what_is_settled_and_offers_a_pause_and_a_last_answer(order) -> None:
    page = signed_in(order.client, NOW).get(STOP).content.decode().replace("\xa0", " ")

    for fact in ("7 van 12", "€ 990,00", "€ 577,50", "€ 412,50", "/data/pauze/", 'name="goodbye"'):
        assert fact in page, fact


def test_looking_and_the_first_step_change_nothing(order) -> None:
    browser = signed_in(order.client, NOW)
    browser.get(STOP)
    page = browser.post(STOP, {"goodbye": "on"}).content.decode()

    assert 'name="confirmed"' in page
    assert 'name="shown" value="41250"' in page
    assert Enrolment.objects.get(pk=order.enrolment_id).status == Status.ACTIVE
    assert not Withdrawal.objects.exists()


def test_confirmed_it_holds_and_a_mail_says_so_without_an_amount(order) -> None:
    answer = signed_in(order.client, NOW).post(STOP, {"confirmed": "yes", "shown": "41250"})
    (sent,) = mail.outbox

    assert (answer.status_code, answer["Location"]) == (302, "/vandaag/")
    assert Enrolment.objects.get(pk=order.enrolment_id).status == Status.WITHDRAWN
    assert sent.to == [order.client.email]
    assert "maandag 23 november 2026" in sent.body
    assert "09:00" in sent.body
    assert "412" not in sent.body + sent.subject
    assert Withdrawal.objects.get().receipt_sent_at == NOW


@pytest.mark.parametrize("shown", ["", "0", "41249", "-1", "x", "٤١٢٥٠", "9" * 40])
def test_for_another_amount_than_was_shown_nothing_ends(order, shown) -> None:
    assert signed_in(order.client, NOW).post(STOP, {"confirmed": "yes", "shown": shown}).status_code == 422
    assert not Withdrawal.objects.exists()
    assert mail.outbox == []


def test_who_has_stopped_is_led_to_today(order) -> None:
    browser = signed_in(order.client, NOW)
    browser.post(STOP, {"confirmed": "yes", "shown": "41250"})

    assert browser.get(STOP)["Location"] == "/vandaag/"


# --- Without logging in ---------------------------------------------------------------------------------------------


def test_it_is_looked_at_once_more_before_it_is_confirmed() -> None:
    page = Client().post(WITHDRAW, SAID).content.decode()

    assert "Bevestig herroeping" in page
    assert not Withdrawal.objects.exists()


def test_confirmed_the_receipt_has_what_was_said_the_day_and_the_time() -> None:
    page = Client().post(WITHDRAW, SAID | {"confirmed": "yes"}).content.decode()
    (sent,) = mail.outbox

    assert sent.to == ["noor@example.nl"]
    for fact in ("Noor Visser", "K7QM-4H2P", "noor@example.nl", "maandag 23 november 2026", "09:00", "herroep"):
        assert fact in sent.body, fact
    assert "maandag 23 november 2026" in page


def test_whether_somebody_is_a_client_is_told_to_nobody(order) -> None:
    known = Client().post(WITHDRAW, SAID | {"email": order.client.email, "confirmed": "yes"})
    unknown = Client().post(WITHDRAW, SAID | {"email": "niemand@example.nl", "confirmed": "yes"})

    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    first, second = (sent.body.replace(sent.to[0], "") for sent in mail.outbox)
    assert first == second
    assert Enrolment.objects.get(pk=order.enrolment_id).status == Status.ACTIVE


def test_what_was_typed_can_be_changed() -> None:
    page = Client().post(WITHDRAW, SAID | {"change": ""}).content.decode()

    assert 'value="Noor Visser"' in page
    assert 'role="alert"' not in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 121},
        {"name": "https://evil.example"},
        {"name": "<b>x</b>"},
        {"contract": "zie www.evil.example"},
        {"email": "a@b"},
        {"email": "a@example.nl, b@example.nl"},
        {"email": "a@example.nl\r\nBcc: b@example.nl"},
        {"name": "a\x00b"},
        {"email": "x" * 250 + "@example.nl"},
    ],
)
def test_what_cannot_be_said_is_refused_and_nothing_is_sent(wrong) -> None:
    assert Client().post(WITHDRAW, SAID | {"confirmed": "yes"} | wrong).status_code == 422
    assert not Withdrawal.objects.exists()
    assert mail.outbox == []


@pytest.mark.parametrize("odd", ["{{7*7}}", "=1+1", "'; DROP--", "\N{RIGHT-TO-LEFT OVERRIDE}x", "Ünal ’t Hooft"])
def test_a_name_is_only_a_name(odd) -> None:
    assert Client().post(WITHDRAW, SAID | {"name": odd, "confirmed": "yes"}).status_code == 200
    assert Withdrawal.objects.get().name == odd
    assert odd in mail.outbox[0].body


def test_it_cannot_be_made_to_mail_somebody_again_and_again() -> None:
    statuses = [Client().post(WITHDRAW, SAID | {"confirmed": "yes"}).status_code for _each in range(5)]

    assert statuses == [200, 200, 200, 429, 429]
    assert len(mail.outbox) == 3


def test_posted_fields_that_are_not_asked_for_change_nothing(order) -> None:
    more = {"order": order.pk, "kind": "stop", "given_back_cents": 99, "approved_at": "2020-01-01"}
    Client().post(WITHDRAW, SAID | more | {"confirmed": "yes"})
    made = Withdrawal.objects.get()

    assert (made.order, made.kind, made.given_back_cents, made.approved_at) == (None, "withdraw", None, None)


# --- The receipt ----------------------------------------------------------------------------------------------------


def test_a_receipt_that_could_not_leave_goes_with_a_later_sweep_and_once(monkeypatch) -> None:
    def broken(self: Line, message: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as away:
        away.setattr(Line, "send", broken)
        assert Client().post(WITHDRAW, SAID | {"confirmed": "yes"}).status_code == 200
    assert receipts.send_due(NOW + timedelta(minutes=1)) == 0  # the claim still stands
    assert receipts.send_due(NOW + timedelta(minutes=6)) == 1
    assert receipts.send_due(NOW + timedelta(minutes=20)) == 0
    assert len(mail.outbox) == 1


def test_after_a_day_nobody_tries_any_more() -> None:
    stopping.withdraw(name="Noor", contract="", email="noor@example.nl", language="nl", now=NOW)

    assert receipts.send_due(NOW + timedelta(hours=25)) == 0


def test_it_is_written_in_the_language_in_which_it_was_said() -> None:
    made = stopping.withdraw(name="Noor", contract="", email="noor@example.nl", language="en", now=NOW)

    assert "I withdraw from the agreement below" in receipts.compose(made).body


# --- The office's register ------------------------------------------------------------------------------------------


def test_the_office_sees_what_to_do_and_by_when(order, office) -> None:
    signed_in(order.client, NOW).post(STOP, {"confirmed": "yes", "shown": "41250"})
    page = office.get(REGISTER).content.decode().replace("\xa0", " ")

    assert "Noor Visser" in page
    assert "€ 412,50" in page
    assert "maandag 30 november" in page


def test_the_office_binds_a_statement_to_one_of_those_it_may_be_about_and_to_no_other(order, office) -> None:
    made = stopping.withdraw(name="Noor", contract=order.reference, email="elders@example.nl", language="nl", now=NOW)
    other = orders.ordered(orders.invited("Tom de Boer"))
    at = f"{REGISTER}{made.uuid}/koppel/"
    for wrong in (str(other.uuid), str(uuid4()), "", "x"):
        office.post(at, {"order": wrong})
        assert Enrolment.objects.get(pk=other.enrolment_id).status == Status.PENDING
    office.post(at, {"order": str(order.uuid)})

    assert Enrolment.objects.get(pk=order.enrolment_id).status == Status.WITHDRAWN
    assert Refund.objects.filter(order=order).exists()


def test_the_office_sets_aside_what_is_of_nobody_here(office) -> None:
    made = stopping.withdraw(name="Iemand Anders", contract="", email="niemand@example.nl", language="nl", now=NOW)
    office.post(f"{REGISTER}{made.uuid}/terzijde/")

    assert "Iemand Anders" not in office.get(REGISTER).content.decode()


def test_a_register_of_one_or_of_three_costs_as_many_questions(office, django_assert_num_queries, django_assert_max_num_queries) -> None:
    for number in range(3):
        done = stopping.withdraw(name=f"Iemand {number}", contract="", email="niemand@example.nl", language="nl", now=NOW)
        Withdrawal.objects.filter(pk=done.pk).update(approved_at=NOW if number else None)
        if number == 1:
            office.get(REGISTER)
            with django_assert_max_num_queries(20) as first:
                office.get(REGISTER)
    with django_assert_num_queries(len(first.captured_queries)):
        office.get(REGISTER)


def test_a_receipt_to_a_typed_address_makes_no_link_of_what_was_typed() -> None:
    said = {"name": "Kijk op win-nu.example/prijs\nof bel", "contract": "mail naar a@vals.example", "email": "iemand@example.nl"}
    Client().post(WITHDRAW, said | {"confirmed": "yes"})
    (sent,) = mail.outbox
    for form in (sent.body, sent.alternatives[0].content):
        assert "win-nu.example" not in form
        assert "vals.example" not in form
        assert "prijs of bel" in form
        assert "prijs\nof bel" not in form
    assert Withdrawal.objects.get().contract == "mail naar a@vals.example"


def test_a_receipt_has_a_name_and_a_number_as_they_were_typed() -> None:
    Client().post(WITHDRAW, SAID | {"name": "Mr. A.J. d'Été", "contract": "2026-0031", "confirmed": "yes"})
    (sent,) = mail.outbox
    assert "Mr. A.J. d'Été" in sent.body.replace("\u2060", "")
    assert "2026-0031" in sent.body
