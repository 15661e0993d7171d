"""A day of the office, in a real browser: five invited, a typo in an address, a start moved, twenty-five brought over, a transfer booked
and part of it given back."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK
from tests.journeys.practice import Practice
from tests.journeys.steps import log_in, main_of, no_sideways, second_factor, shot

pytestmark = pytest.mark.browser

OFFICE = "els@praktijk.example"
WRONG, RIGHT = "mila@voorbeld.example", "mila@voorbeeld.example"
FIVE = [("Mila Jansen", WRONG), ("Ties Mol", "ties@voorbeeld.example"), ("Saar Vos", "saar@voorbeeld.example"),
        ("Pim Bos", "pim@voorbeeld.example"), ("Zoë Kok", "zoe@voorbeeld.example")]  # fmt: skip
LIST = "naam;e-mail;week;begeleider\n" + "".join(
    f"Mens {number} Overstap;mens{number}@over.example;{number % 12 + 1};Marit\n" for number in range(25)
)
Visit = Callable[..., Page]


def invite(page: Page, name: str, email: str) -> None:
    page.get_by_label("Het kantoor").get_by_role("link", name="Uitnodigen").click()
    page.get_by_label("Naam", exact=True).fill(name)
    page.get_by_label("E-mailadres").fill(email)
    main_of(page).get_by_role("button", name="Uitnodigen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(main_of(page)).to_contain_text("Uitgenodigd. De mail is onderweg.")


def correct_the_address(page: Page, practice: Practice) -> None:
    find(page, "mila")
    page.get_by_role("link", name="Mila Jansen").click()
    page.get_by_role("link", name="Adres verbeteren").click()
    page.get_by_label("Het juiste adres").fill(RIGHT)
    page.get_by_role("button", name="Verbeter en stuur opnieuw").click()
    expect(main_of(page)).to_contain_text(RIGHT)
    expect(main_of(page)).to_contain_text("Adres verbeterd")
    practice.mail(RIGHT, "uitnodiging")
    shot(page, "office-corrected")


def find(page: Page, words: str) -> None:
    page.get_by_label("Het kantoor").get_by_role("link", name="Mensen").click()
    page.get_by_label("Naam of adres").fill(words)
    page.get_by_role("button", name="Toon").click()


def move_the_start(page: Page) -> None:
    """By the boxes of the list, as for several: first a look, then the deed."""
    find(page, "ties")
    page.get_by_label("Ties Mol").check()
    page.get_by_role("button", name="Eerste dag verplaatsen").click()
    page.get_by_label("Nieuwe eerste dag").fill("2026-12-14")
    page.get_by_role("button", name="Bekijk wie het raakt").click()
    expect(main_of(page)).to_contain_text("naar maandag 14 december 2026")
    expect(main_of(page)).to_contain_text("Er is nog niets gebeurd.")
    shot(page, "office-look")
    page.get_by_role("button", name="Eerste dag verplaatsen").click()
    expect(main_of(page)).to_contain_text("Gedaan voor één persoon.")


def bring_over(page: Page) -> None:
    page.get_by_label("Het kantoor").get_by_role("link", name="Mensen").click()
    page.get_by_role("link", name="Mensen overzetten").click()
    page.get_by_label("De lijst", exact=True).set_input_files({"name": "lijst.csv", "mimeType": "text/csv", "buffer": LIST.encode()})
    page.get_by_role("button", name="Eerst bekijken").click()
    expect(main_of(page)).to_contain_text("Er is nog niets gebeurd.")
    shot(page, "office-bring-over")
    page.get_by_role("button", name="Zet 25 mensen over").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("25 mensen zijn over")


def book_a_transfer(page: Page) -> None:
    """Two clicks: whose it is, and book it. The amount and the day stand there already; the reference comes from the bank."""
    page.get_by_label("Het kantoor").get_by_role("link", name="Geld").click()
    page.get_by_role("listitem").filter(has_text="om te beginnen").get_by_role("link").first.click()
    expect(page.get_by_label("Bedrag in euro’s", exact=True)).not_to_have_value("")
    page.get_by_label("Kenmerk, zoals de bank het toont").fill("NL12 ABNA 0001")
    page.get_by_role("button", name="Boeken").click()
    expect(main_of(page)).to_contain_text("Geboekt. Wat erbij hoort, is geregeld.")
    shot(page, "office-booked")


def give_back(page: Page) -> None:
    """Put on the list, and then approved: nothing goes back in one click."""
    page.get_by_text("Teruggeven van").first.click()
    page.get_by_label("Bedrag in euro’s, hoogstens").fill("10,00")
    page.get_by_label("Waarom").select_option("agreed")
    page.get_by_role("button", name="Op de lijst zetten").click()
    expect(main_of(page)).to_contain_text("Er is nog niets weg: geef daar akkoord.")
    page.get_by_role("button", name="Ik heb het teruggestort").click()
    expect(main_of(page)).to_contain_text("Het is op weg terug.")
    shot(page, "office-given-back")


def test_a_day_of_the_office(visit: Visit, practice: Practice) -> None:
    refused: list[str] = []
    page = visit(DESK)
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    log_in(page, practice, OFFICE)
    second_factor(page, practice, OFFICE)
    page.get_by_role("button", name="Vraag het elke keer").click()
    expect(page).to_have_url("/kantoor/")
    began = time.monotonic()
    for name, email in FIVE:
        invite(page, name, email)
    correct_the_address(page, practice)
    move_the_start(page)
    bring_over(page)
    book_a_transfer(page)
    give_back(page)
    assert time.monotonic() - began < 30 * 60
    no_sideways(page)
    people = "FROM programme_enrolment e JOIN accounts_user u ON u.id = e.client_id WHERE u.email LIKE"
    assert practice.rows(f"SELECT COUNT(*) {people} '%@voorbeeld.example' AND e.status = 'invited'") == [(5,)]
    assert practice.rows(f"SELECT COUNT(*) {people} '%@over.example' AND e.status = 'active'") == [(25,)]
    told = "SELECT COUNT(*) FROM notices_notice n JOIN accounts_user u ON u.id = n.recipient_id WHERE u.email LIKE '%@over.example'"
    assert practice.rows(told) == [(0,)]
    money = "SELECT kind, SUM(cents) < 0 FROM billing_ledgerentry WHERE by_id IS NOT NULL GROUP BY kind ORDER BY kind"
    assert [(kind, bool(back)) for kind, back in practice.rows(money)] == [("refund", True), ("transfer", False)]
    assert not refused
