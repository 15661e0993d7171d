"""Ended by the office, or because a consent was taken back: the same reckoning as when a client stops, seen before it is done."""

import pytest
from django.core import mail

from accounts.models import Consent
from accounts.refusal import Refused
from billing import checkouts, consents, demo, invoices, receipts, stopping
from billing.models import Checkout, Instalment, LedgerEntry, Mode, Order, Refund, Withdrawal
from billing.payments import settle
from billing.seam import Paid
from notices.models import Channel, Notice
from programme import enrolment as programme
from programme.models import Enrolment, Status
from tests import people
from tests.billing import orders, practices
from tests.billing.pages import read
from tests.billing.test_stopping import running
from tests.people import NOW
from tests.signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "post")]
CONSENTS, PAYMENTS, REGISTER = "/account/toestemmingen/", "/betalingen/", "/kantoor/stoppen/"


@pytest.fixture
def post(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    practices.complete()


@pytest.fixture
def order() -> Order:
    return running(7, mode=Mode.DEMO)


def deed(order: Order) -> str:
    return f"/kantoor/mensen/{order.enrolment.uuid}/stoppen/"


def take_back(order: Order) -> None:
    Consent.objects.create(user=order.client, purpose="writing", text_version="2026-11", given_at=NOW)
    consents.withdraw(user=order.client, purpose="writing", now=NOW)


def status_of(order: Order) -> str:
    return Enrolment.objects.get(pk=order.enrolment_id).status


# --- By the office --------------------------------------------------------------------------------------------------


def test_the_office_reads_what_it_means_before_it_ends_anything(office, order) -> None:
    said = read(office.get(deed(order)))

    for fact in ("7 van 12", "€ 990,00", "€ 577,50", "€ 412,50"):
        assert fact in said, fact
    assert status_of(order) == Status.ACTIVE


def test_ended_by_the_office_the_unopened_weeks_wait_to_be_given_back(office, order) -> None:
    office.post(deed(order), {"reason": "office-talked", "shown": "41250"})
    made = Withdrawal.objects.get()
    order.refresh_from_db()

    assert (made.kind, made.reason, made.order) == ("office", "office-talked", order)
    assert (made.weeks_opened, made.kept_cents, made.given_back_cents, made.approved_at) == (7, 57_750, 41_250, None)
    assert order.cancelled_at == NOW
    assert status_of(order) == Status.WITHDRAWN
    assert sum(Refund.objects.filter(order=order, status="to do").values_list("cents", flat=True)) == 41_250
    assert Notice.objects.filter(kind=stopping.TO_DO, channel=Channel.DESK).count() == 1


def test_the_register_says_how_it_ended_and_why_and_gives_it_back(office, order) -> None:
    office.post(deed(order), {"reason": "office-talked", "shown": "41250"})
    assert "Beëindigd door de praktijk (afgesproken met de begeleider)" in read(office.get(REGISTER))
    office.post(f"{REGISTER}{Withdrawal.objects.get().uuid}/akkoord/")

    assert sum(LedgerEntry.objects.filter(kind="refund").values_list("cents", flat=True)) == -41_250
    assert not Withdrawal.objects.to_do().exists()


def test_the_client_hears_by_mail_that_the_practice_ended_it_without_an_amount(office, order) -> None:
    office.post(deed(order), {"reason": "office-talked", "shown": "41250"})
    assert receipts.send_due(NOW) == 1
    (sent,) = mail.outbox

    assert sent.to == [order.client.email]
    assert "beëindigd" in sent.body
    assert "412" not in sent.body + sent.subject


@pytest.mark.parametrize("shown", ["", "0", "41249", "-1", "x", "41250.5", "9" * 40, "\x00"])
def test_for_another_amount_than_was_shown_the_office_ends_nothing(office, order, shown) -> None:
    assert office.post(deed(order), {"reason": "office-talked", "shown": shown}).status_code == 422
    assert not Withdrawal.objects.exists()
    assert status_of(order) == Status.ACTIVE


def test_pressed_twice_or_after_the_client_stopped_it_ends_once(office, order) -> None:
    for _each in range(2):
        office.post(deed(order), {"reason": "office-talked", "shown": "41250"})
    with pytest.raises(Refused, match="afgelopen"):
        stopping.stop(enrolment=order.enrolment, shown=0, goodbye=False, now=NOW)

    assert Withdrawal.objects.count() == 1


def test_within_the_fourteen_days_who_did_not_ask_for_an_early_start_gets_all_of_it_back(office) -> None:
    order = running(1, ordered_at=NOW, mode=Mode.DEMO)
    office.post(deed(order), {"reason": "office-asked", "shown": "99000"})

    assert (Withdrawal.objects.get().kept_cents, Withdrawal.objects.get().given_back_cents) == (0, 99_000)


def test_an_invitation_only_ends_and_what_was_begun_is_called_off(office) -> None:
    enrolment = orders.invited()
    draft = Order.objects.create(
        enrolment=enrolment, client=enrolment.client, reference="AAAA-BBBB", gross_cents=99_000, care_kind="coaching",
        vat_regime="standard", made_at=NOW,
    )  # fmt: skip
    assert "Er is niets besteld." in read(office.get(deed(draft)))
    office.post(deed(draft), {"reason": "office-asked", "shown": "0"})
    draft.refresh_from_db()

    assert (status_of(draft), draft.cancelled_at) == (Status.WITHDRAWN, NOW)
    assert not Withdrawal.objects.exists()
    assert mail.outbox == []


def test_without_an_order_the_register_has_it_and_nothing_is_to_do(office) -> None:
    enrolment = people.enrolled(people.client(), people.coach())
    at = f"/kantoor/mensen/{enrolment.uuid}/stoppen/"
    assert "Er is hier geen bestelling" in read(office.get(at))
    office.post(at, {"reason": "office-asked", "shown": "0"})
    made = Withdrawal.objects.get()

    assert (made.kind, made.order, made.given_back_cents, made.approved_at) == ("office", None, 0, NOW)
    assert not Notice.objects.on_desk().exists()


def test_nobody_but_the_office_ends_somebodys_programme(order) -> None:
    for who in (order.client, order.client.carers.get().member, people.client("Sam Vos")):
        assert signed_in(who, NOW).post(deed(order), {"reason": "office-talked", "shown": "41250"}).status_code == 404
    assert status_of(order) == Status.ACTIVE


# --- A consent taken back -------------------------------------------------------------------------------------------


def test_who_takes_the_consent_back_reads_first_what_comes_back(order) -> None:
    Consent.objects.create(user=order.client, purpose="writing", text_version="2026-11", given_at=NOW)
    said = read(signed_in(order.client, NOW).post(CONSENTS, {"purpose": "writing"}))

    assert "€ 412,50" in said
    assert status_of(order) == Status.ACTIVE


def test_a_consent_taken_back_ends_it_with_what_comes_back_and_a_receipt(order) -> None:
    people.office()
    Consent.objects.create(user=order.client, purpose="writing", text_version="2026-11", given_at=NOW)
    browser = signed_in(order.client, NOW)
    for _each in range(2):
        browser.post(CONSENTS, {"purpose": "writing", "sure": "yes"})
    made, (sent,) = Withdrawal.objects.get(), mail.outbox
    order.refresh_from_db()

    assert (made.kind, made.given_back_cents, order.cancelled_at) == ("consent", 41_250, NOW)
    assert Notice.objects.filter(kind=stopping.TO_DO).count() == 1
    assert not Notice.objects.filter(kind="money-consent-withdrawn").exists()
    assert "toestemming" in sent.body


def test_without_an_order_the_office_hears_that_something_may_be_arranged(office) -> None:
    enrolment = people.enrolled(people.client(), people.coach())
    stopping.stop(enrolment=enrolment, shown=0, goodbye=False, now=NOW)

    assert "Er is hier geen bestelling; is er elders iets betaald, regel dat dan." in read(office.get("/kantoor/geld/"))


# --- Afterwards nothing is paid any more ----------------------------------------------------------------------------


def ended_in_each_way() -> list[Order]:
    by_office, by_consent, by_client = (running_of(name) for name in ("Noor Visser", "Ties Mol", "Sara Blom"))
    stopping.end_by_office(enrolment=by_office.enrolment, shown=0, reason="office-asked", by=people.office(), now=NOW)
    take_back(by_consent)
    stopping.stop(enrolment=by_client.enrolment, shown=0, goodbye=False, now=NOW)
    return [by_office, by_consent, by_client]


def running_of(name: str) -> Order:
    """Five weeks open, the first term paid: the second waits to be paid, and nothing comes back."""
    enrolment = people.enrolled(people.client(name), people.coach(f"{name} Coach"), starts_on=people.MONDAY)
    return orders.ordered(enrolment)


def test_after_any_ending_a_page_of_before_pays_nothing_and_says_why() -> None:
    for order in ended_in_each_way():
        browser = signed_in(order.client, NOW)
        assert "Betaal €" not in read(browser.get(PAYMENTS))
        assert browser.post(f"/betalingen/{order.uuid}/2/")["Location"] == PAYMENTS
        assert "Dit traject is afgelopen: er is niets meer te betalen." in read(browser.get(PAYMENTS))
    assert not Checkout.objects.exists()


def test_after_the_end_the_client_still_sees_what_was_agreed_what_comes_back_and_every_document(office, order) -> None:
    practices.addressed(order.client)
    invoices.issue(entry=order.entries.get(instalment__number=1), now=NOW)
    office.post(deed(order), {"reason": "office-asked", "shown": "41250"})
    browser = signed_in(order.client, NOW)
    said = read(browser.get(PAYMENTS))
    for fact in ("Er is nu niets te betalen.", "Beëindigd op 23 november 2026.", "€ 412,50 komt naar je terug.", "DEMO-2026-0001"):
        assert fact in said, fact
    office.post(f"{REGISTER}{Withdrawal.objects.get().uuid}/akkoord/")
    said = read(browser.get(PAYMENTS))
    assert "komt naar je terug" not in said
    assert "Teruggave 23 november 2026 −€ 82,50" in said


def test_who_is_invited_anew_after_stopping_is_led_to_the_invitation_and_still_sees_the_past(office, order) -> None:
    office.post(deed(order), {"reason": "office-asked", "shown": "41250"})
    again = programme.enrol(
        client=order.client, programme=people.programme(), coach=people.coach("Ilse Oud"), starts_on=people.MONDAY, by=None, now=NOW
    )
    said = read(signed_in(again.client, NOW).get(PAYMENTS))
    assert "Naar de uitnodiging" in said
    assert "Beëindigd op 23 november 2026." in said


def test_what_is_under_way_back_is_said_so(order) -> None:
    stopping.stop(enrolment=order.enrolment, shown=41_250, goodbye=False, now=NOW)
    Refund.objects.update(status=Refund.Status.PENDING)
    assert "€ 412,50 is naar je onderweg" in read(signed_in(order.client, NOW).get(PAYMENTS))


def test_an_order_whose_programme_ended_without_it_pays_nothing_either(order) -> None:
    Enrolment.objects.filter(pk=order.enrolment_id).update(status=Status.WITHDRAWN, ended_at=NOW)
    Instalment.objects.filter(order=order).update(settled=False)
    with pytest.raises(Refused, match="afgelopen"):
        checkouts.begin(instalment=order.instalments.get(number=2), gateway=demo.DemoGateway(), now=NOW)


def test_what_is_paid_on_a_page_that_was_open_already_is_kept_and_told_to_the_office() -> None:
    member, order = people.office(), running_of("Noor Visser")
    checkouts.begin(instalment=order.instalments.get(number=2), gateway=demo.DemoGateway(), now=NOW)
    stopping.end_by_office(enrolment=order.enrolment, shown=0, reason="office-asked", by=member, now=NOW)
    settle(fact=demo.fact(Checkout.objects.select_related("order").get(), Paid.PAID, NOW), now=NOW)

    assert LedgerEntry.objects.get().cents == 33_000
    assert Notice.objects.filter(kind="money-paid-after-end").count() == 1
