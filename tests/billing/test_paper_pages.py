"""The pages of papers: whose they are, what they hold, and what they refuse."""

from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine

from accounts.models import OfficeDeed
from billing import invoices, printing
from billing.models import BillTo, Invoice, Mode, Order, Unissued
from notices.mails import compose
from notices.models import Notice
from tests import people
from tests.billing import orders, practices
from tests.people import NOW
from tests.signed_in import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

ODD = ["<script>alert(1)</script>", "{{7*7}}", "=1+1", "'; DROP TABLE--", "\N{RIGHT-TO-LEFT OVERRIDE}x", "é" * 40]


@pytest.fixture
def order() -> Order:
    practices.complete()
    made = orders.ordered(orders.invited(), mode=Mode.LIVE)
    practices.addressed(made.client)
    return made


def paper_of(order: Order, number: int = 1, now: datetime = NOW, *, printed: bool = True) -> Invoice:
    entry = orders.booked(order.instalments.get(number=number), mode=order.mode)
    made = invoices.issue(entry=entry, now=now)
    if printed:
        printing.print_due(now)
        made.refresh_from_db()
    return made


def test_its_owner_reads_it_and_keeps_both_files(order) -> None:
    paper, browser = paper_of(order), signed_in(order.client, NOW)
    page = browser.get(f"/betalingen/document/{paper.uuid}/").content.decode()
    pdf, xml = (browser.get(f"/betalingen/document/{paper.uuid}.{suffix}") for suffix in ("pdf", "xml"))

    assert "Factuur 2026-0001" in page
    assert "330,00" in page
    assert pdf.content == bytes(paper.pdf)
    assert xml.content == bytes(paper.ubl)
    assert pdf["Content-Disposition"] == 'attachment; filename="2026-0001.pdf"'


def test_the_office_reads_it_and_a_stranger_or_the_coach_finds_nothing(order, office) -> None:
    paper = paper_of(order)
    coach = order.client.carers.get().member
    for at in (f"/betalingen/document/{paper.uuid}/", f"/betalingen/document/{paper.uuid}.pdf", f"/betalingen/document/{paper.uuid}.xml"):
        assert office.get(at).status_code == 200
        assert signed_in(people.client("Vreemde"), NOW).get(at).status_code == 404
        assert signed_in(coach, NOW).get(at).status_code == 404


def test_before_it_is_printed_the_page_says_so_and_there_is_no_file(order) -> None:
    paper, browser = paper_of(order, printed=False), signed_in(order.client, NOW)

    assert "De pdf wordt gemaakt" in browser.get(f"/betalingen/document/{paper.uuid}/").content.decode()
    assert browser.get(f"/betalingen/document/{paper.uuid}.pdf").status_code == 404


@pytest.mark.parametrize("suffix", ["exe", "PDF", "pdfx", "ubl"])
def test_there_are_no_other_files(order, suffix) -> None:
    paper = paper_of(order)

    assert signed_in(order.client, NOW).get(f"/betalingen/document/{paper.uuid}.{suffix}").status_code == 404


def test_the_mail_to_the_client_has_a_link_and_neither_an_amount_nor_what_it_is_for(order) -> None:
    paper = paper_of(order)
    mail = compose(Notice.objects.get(kind="invoice"), NOW)

    said = f"{mail.subject} {mail.body} {mail.alternatives[0].content}"
    assert f"/betalingen/document/{paper.uuid}/" in said
    assert mail.attachments == []
    for word in ("330", "Begeleiding", "Traject", "termijn"):
        assert word not in said


def test_the_mail_to_the_bookkeeping_has_both_files_and_goes_to_its_address(order) -> None:
    practices.complete(bookkeeping_email="boek@houder.example")
    people.office()
    paper = paper_of(order)
    mail = compose(Notice.objects.get(kind="bookkeeping"), NOW)

    assert mail.to == ["boek@houder.example"]
    assert [(each.filename, each.mimetype) for each in mail.attachments] == [
        ("2026-0001.pdf", "application/pdf"),
        ("2026-0001.xml", "application/xml"),
    ]
    assert mail.attachments[0].content == bytes(paper.pdf)
    assert "Noor Visser" in mail.body
    for word in ("Traject", "week", "Geheime"):
        assert word not in mail.subject + mail.body


def test_a_month_lists_its_papers_and_no_other(order, office) -> None:
    paper_of(order)
    with time_machine.travel(NOW.replace(month=12)):
        paper_of(order, 2, NOW.replace(month=12))

    page = office.get("/kantoor/papieren/2026/11/").content.decode()
    assert "2026-0001" in page
    assert "2026-0002" not in page
    assert office.get("/kantoor/papieren/").status_code == 200


@pytest.mark.parametrize("at", ["2026/0", "2026/13", "0/1", "99999999999999999999/1"])
def test_a_month_that_does_not_exist_is_not_there(office, at) -> None:
    assert office.get(f"/kantoor/papieren/{at}/").status_code == 404
    assert office.get(f"/kantoor/papieren/{at}.zip").status_code == 404


def test_the_last_month_that_a_date_can_have_breaks_nothing(office) -> None:
    assert office.get("/kantoor/papieren/9999/12/").status_code in {200, 404}


def test_a_months_zip_holds_both_files_of_each_paper_of_real_money(order, office) -> None:
    paper = paper_of(order)
    demo = orders.ordered(orders.invited("Tom de Boer"), mode=Mode.DEMO)
    practices.addressed(demo.client)
    paper_of(demo)
    folder = ZipFile(BytesIO(office.post("/kantoor/papieren/2026/11.zip").content))
    deed = OfficeDeed.objects.get()

    assert sorted(folder.namelist()) == ["2026-0001.pdf", "2026-0001.xml"]
    assert folder.read("2026-0001.pdf") == bytes(paper.pdf)
    assert (deed.kind, deed.after) == ("papers taken", {"month": "2026-11", "rows": 1})


def test_a_list_of_one_or_of_three_costs_as_many_questions(order, office, django_assert_num_queries, django_assert_max_num_queries) -> None:
    paper_of(order)
    office.get("/kantoor/papieren/")
    with django_assert_max_num_queries(20) as first:
        office.get("/kantoor/papieren/")
    for number in (2, 3):
        paper_of(order, number)
    with django_assert_num_queries(len(first.captured_queries)):
        office.get("/kantoor/papieren/")


def test_the_office_sees_why_papers_wait(order, office) -> None:
    practices.complete(kvk_number="")
    assert invoices.issue(entry=orders.booked(order.instalments.get(number=1), mode=Mode.LIVE), now=NOW) is None
    page = office.get("/kantoor/papieren/").content.decode()

    assert "Facturen wachten op de praktijk" in page
    assert "KvK-nummer" in page
    assert "Noor Visser" in page


def test_who_makes_invoices_elsewhere_sees_the_payments_listed(order, office) -> None:
    practices.complete(invoices_elsewhere=True)
    assert invoices.issue(entry=orders.booked(order.instalments.get(number=1), mode=Mode.LIVE), now=NOW) is None
    page = office.get("/kantoor/papieren/").content.decode().replace("\xa0", " ")

    assert "De praktijk maakt haar facturen zelf" in page
    assert "Noor Visser" in page
    assert "€ 330,00" in page


def test_the_office_fills_in_an_address_and_what_waited_is_issued(order, office) -> None:
    BillTo.objects.all().delete()
    entry = orders.booked(order.instalments.get(number=1), mode=Mode.LIVE)
    invoices.issue(entry=entry, now=NOW)
    at = f"/kantoor/papieren/{entry.pk}/adres/"
    assert office.post(at, {"name": "Noor Visser", "street": "", "postcode": "1", "city": "A", "country": "NL"}).status_code == 422
    office.post(at, {"name": "Noor Visser", "street": "Kade 1", "postcode": "2311 BG", "city": "Leiden", "country": "NL"})

    assert Invoice.objects.get(entry=entry).buyer["street"] == "Kade 1"
    assert not Unissued.objects.exists()
    assert office.get(at).status_code == 404


def test_a_client_without_an_order_has_no_address_to_give() -> None:
    assert signed_in(people.client(), NOW).get("/betalingen/adres/").status_code == 404


@pytest.mark.parametrize("odd", ODD)
def test_an_address_is_kept_as_it_was_typed_and_shown_as_text(order, odd) -> None:
    browser = signed_in(order.client, NOW)
    posted = browser.post("/betalingen/adres/", {"name": odd, "street": odd, "postcode": "1", "city": "A", "country": "BE", "client": 1})

    assert posted.status_code == 302
    kept = BillTo.objects.get(client=order.client)
    assert (kept.name, kept.country, kept.client) == (odd, "BE", order.client)
    page = browser.get("/betalingen/adres/").content.decode()
    assert "<script>alert" not in page
    printed = paper_of(order)
    assert printed.buyer["name"] == odd


@pytest.mark.parametrize("wrong", [{"name": "x" * 121}, {"country": "XX"}, {"country": ""}, {"city": " "}, {"street": "a\x00b"}])
def test_what_cannot_be_an_address_is_refused_in_a_sentence(order, wrong) -> None:
    facts = {"name": "Noor", "street": "Kade 1", "postcode": "2311 BG", "city": "Leiden", "country": "NL"} | wrong

    assert signed_in(order.client, NOW).post("/betalingen/adres/", facts).status_code == 422
    assert BillTo.objects.get(client=order.client).street == "Witte Singel 2"
