"""The pages of stopping and withdrawing: two steps, the same to everybody, and a receipt at once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from billing import invoices, receipts, withdrawing
from billing.models import Order, Refund, Withdrawal
from notices.sending import Line
from programme.models import Enrolment, Status
from tests import people
from tests.billing import orders, practices
from tests.billing.pages import read
from tests.billing.test_stopping import running, stop
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


def test_it_cannot_be_made_to_mail_somebody_again_and_again_and_still_each_is_kept() -> None:
    statuses = [Client().post(WITHDRAW, SAID | {"confirmed": "yes"}).status_code for _each in range(5)]

    assert statuses == [200] * 5
    assert Withdrawal.objects.count() == 5
    assert len(mail.outbox) == 3
    assert receipts.send_due(NOW + timedelta(minutes=59)) == 0
    assert receipts.send_due(NOW + timedelta(minutes=61)) == 2


def from_network(address: str, **said: str) -> int:
    return Client(REMOTE_ADDR=address).post(WITHDRAW, SAID | said | {"confirmed": "yes"}).status_code


def test_a_flood_from_one_network_closes_the_page_for_that_network_only() -> None:
    flood = [from_network("198.51.100.7", email=f"a{number}@example.nl") for number in range(14)]
    answer = Client(REMOTE_ADDR="198.51.100.7").post(WITHDRAW, SAID | {"confirmed": "yes"}).content.decode()

    assert flood == [200] * 10 + [429] * 4
    assert "of mail de praktijk: dat telt ook. kantoor@praktijk.example" in answer
    assert from_network("203.0.113.9") == 200
    assert from_network("2001:db8:1::1") == 200


def test_somebody_elses_flood_under_my_address_does_not_keep_me_from_withdrawing() -> None:
    for number in range(3):
        for _each in range(10):
            assert from_network(f"198.51.100.{number}", name="Iemand") == 200

    assert from_network("203.0.113.9") == 200
    assert Withdrawal.objects.filter(name="Noor Visser").exists()


def test_changing_the_end_of_an_ipv6_address_gets_no_further() -> None:
    assert [from_network(f"2001:db8:1::{number:x}") for number in range(1, 12)] == [200] * 10 + [429]


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
    withdrawing.withdraw(name="Noor", contract="", email="noor@example.nl", language="nl", now=NOW)

    assert receipts.send_due(NOW + timedelta(hours=25)) == 0


def test_it_is_written_in_the_language_in_which_it_was_said() -> None:
    made = withdrawing.withdraw(name="Noor", contract="", email="noor@example.nl", language="en", now=NOW)

    assert "I withdraw from the agreement below" in receipts.compose(made).body


# --- The office's register ------------------------------------------------------------------------------------------


def test_the_office_sees_what_to_do_and_by_when(order, office) -> None:
    signed_in(order.client, NOW).post(STOP, {"confirmed": "yes", "shown": "41250"})
    page = office.get(REGISTER).content.decode().replace("\xa0", " ")

    assert "Noor Visser" in page
    assert "€ 412,50" in page
    assert "maandag 30 november" in page


def test_the_office_binds_a_statement_to_one_of_those_it_may_be_about_and_to_no_other(order, office) -> None:
    made = withdrawing.withdraw(name="Noor", contract=order.reference, email="elders@example.nl", language="nl", now=NOW)
    other = orders.ordered(orders.invited("Tom de Boer"))
    at = f"{REGISTER}{made.uuid}/koppel/"
    for wrong in (str(other.uuid), str(uuid4()), "", "x"):
        office.post(at, {"order": wrong, "confirmed": "yes"})
        assert Enrolment.objects.get(pk=other.enrolment_id).status == Status.PENDING
    page = read(office.post(at, {"order": str(order.uuid)}))
    assert "7 van 12" in page
    assert "€ 412,50" in page
    assert Enrolment.objects.get(pk=order.enrolment_id).status == Status.ACTIVE
    office.post(at, {"order": str(order.uuid), "confirmed": "yes"})

    assert Enrolment.objects.get(pk=order.enrolment_id).status == Status.WITHDRAWN
    assert Refund.objects.filter(order=order).exists()


def test_the_office_sets_aside_what_is_of_nobody_here(office) -> None:
    made = withdrawing.withdraw(name="Iemand Anders", contract="", email="niemand@example.nl", language="nl", now=NOW)
    office.post(f"{REGISTER}{made.uuid}/terzijde/")
    assert not Withdrawal.objects.to_do().exists()
    assert "terzijde gelegd" in office.get(REGISTER).content.decode()
    for _each in range(2):
        office.post(f"{REGISTER}{made.uuid}/oppakken/")
    assert Withdrawal.objects.to_do().get() == made


def test_what_was_dealt_with_is_not_taken_up_again(office) -> None:
    order = running(1)
    done = withdrawing.withdraw(name="Noor", contract=order.reference, email="x@example.nl", language="nl", now=NOW)
    withdrawing.match(withdrawal=done, order=order, by=people.office("Ria"), now=NOW)
    Withdrawal.objects.update(approved_at=NOW)
    office.post(f"{REGISTER}{done.uuid}/oppakken/")
    assert not Withdrawal.objects.to_do().exists()


@pytest.mark.parametrize(
    "said",
    [
        {"contract": "K7QM-4H2P"},
        {"contract": "het is k7qm4h2p, geloof ik"},
        {"contract": "factuur 2026-0001."},
        {"email": "NOOR@example.nl"},
        {"name": " Noor Visser "},
    ],
)
def test_the_order_is_found_by_reference_invoice_address_or_name(said) -> None:
    enrolment = people.enrolled(people.client("Noor Visser"), people.coach())
    User.objects.filter(pk=enrolment.client_id).update(email="noor@example.nl")
    order = orders.ordered(Enrolment.objects.get(), reference="K7QM-4H2P", mode="live")
    practices.addressed(order.client)
    assert invoices.issue(entry=orders.booked(order.instalments.get(number=1), mode="live"), now=NOW)
    orders.ordered(orders.invited("Ties Mol"), reference="AAAA-BBBB")
    words = {"name": "Iemand", "contract": "", "email": "elders@example.nl", "language": "nl", "now": NOW}
    made = withdrawing.withdraw(**words | said)

    assert withdrawing.candidates([made]) == {made.pk: [order]}


@pytest.mark.parametrize("odd", ["", "-", "--0001", "2026-", "2026-" + "9" * 30, "١-1", "%", "A" * 120])
def test_odd_words_about_an_agreement_find_nothing_and_break_nothing(order, odd) -> None:
    made = withdrawing.withdraw(name="Iemand", contract=odd, email="elders@example.nl", language="nl", now=NOW)
    assert withdrawing.candidates([made]) == {made.pk: []}


def test_a_register_of_one_or_of_four_costs_as_many_questions(office, django_assert_num_queries, django_assert_max_num_queries) -> None:
    """Of each sort: said by somebody not found yet, bound to an order with refunds, and dealt with."""
    for number in range(4):
        order = running_of(number)
        withdrawing.withdraw(name=f"Iemand {number}", contract=order.reference, email=f"x{number}@example.nl", language="nl", now=NOW)
        stop(running_of(number + 10))
        done = withdrawing.withdraw(name=f"Iemand {number}", contract="", email="niemand@example.nl", language="nl", now=NOW)
        Withdrawal.objects.filter(pk=done.pk).update(approved_at=NOW)
        if number == 0:
            office.get(REGISTER)
            with django_assert_max_num_queries(20) as first:
                office.get(REGISTER)
    with django_assert_num_queries(len(first.captured_queries)):
        office.get(REGISTER)


def running_of(number: int) -> Order:
    enrolment = people.enrolled(people.client(f"Client {number}"), people.coach(f"Coach {number}"))
    order = orders.ordered(enrolment)
    orders.booked(order.instalments.get(number=1))
    return order


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
