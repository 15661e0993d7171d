"""A document is complete or it is none; and what stands on the paper that is printed of it."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from billing import sheet
from billing.document import Document, Kind, Line, missing
from billing.vat import Regime
from tests.billing.documents import BUYER, SELLER, document

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def words(of: Document) -> str:
    reader = PdfReader(BytesIO(sheet.pdf(of, made_at=AT)))
    assert len(reader.pages) == 1
    return " ".join(reader.pages[0].extract_text().replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.mark.parametrize("name", ["name", "street", "postcode", "city", "kvk", "vat_id"])
def test_without_a_fact_that_the_law_asks_of_the_practice_there_is_no_document(name: str) -> None:
    with pytest.raises(ValueError, match=f"seller.{name}"):
        document(seller=replace(SELLER, **{name: " "}))


def test_who_is_exempt_as_care_may_have_no_vat_id() -> None:
    assert missing(replace(SELLER, vat_id=""), BUYER, Regime.CARE) == []
    assert missing(replace(SELLER, vat_id=""), BUYER, Regime.SMALL) == ["seller.vat_id"]


@pytest.mark.parametrize("name", ["name", "street", "postcode", "city"])
def test_without_the_address_of_the_client_there_is_no_document(name: str) -> None:
    with pytest.raises(ValueError, match=f"buyer.{name}"):
        document(buyer=replace(BUYER, **{name: ""}))


def test_a_credit_note_names_its_invoice_and_an_invoice_names_none() -> None:
    for kind, other in ((Kind.CREDIT, {"credits": ""}), (Kind.INVOICE, {"credits": "2026-0001"})):
        with pytest.raises(ValueError, match="names its invoice"):
            document(kind, **other)


@pytest.mark.parametrize("lines", [(), (Line("Begeleiding", 0),), (Line("Begeleiding", -1),)])
def test_a_document_has_lines_of_a_cent_or_more(lines: tuple[Line, ...]) -> None:
    with pytest.raises(ValueError, match="has lines"):
        document(lines=lines)


@given(st.lists(st.integers(1, 500_000), min_size=1, max_size=5), st.sampled_from(Regime.values))
def test_its_total_is_the_sum_of_its_lines(cents: list[int], regime: str) -> None:
    of = document(lines=tuple(Line("Begeleiding", each) for each in cents), regime=regime)

    assert of.total.gross == sum(cents) == of.total.net + of.total.vat


def test_all_that_the_law_asks_stands_on_the_paper() -> None:
    said = words(document())

    for fact in (
        "Factuur", "2026-0007", "23 november 2026", "Praktijk Veenstra", "Oudegracht 112", "3511 AW Utrecht", "Noor Visser",
        "Witte Singel 2", "2311 BG Leiden", "KvK 12345678", "Btw-id NL001234567B01", "Begeleiding, termijn 1 van 3", "21%",
        "€ 272,73", "€ 57,27", "€ 330,00",
    ):  # fmt: skip
        assert fact in said, fact


def test_a_credit_note_says_which_invoice_it_corrects_and_has_its_minus() -> None:
    said = words(document(Kind.CREDIT))

    assert "Creditnota" in said
    assert "factuur 2026-0001" in said
    assert "−€ 330,00" in said


@pytest.mark.parametrize(("regime", "why"), [("care", "artikel 11, lid 1, sub g"), ("small", "kleineondernemersregeling")])
def test_who_charges_no_vat_says_why(regime: str, why: str) -> None:
    said = words(document(regime=regime))

    assert why in said
    assert "€ 0,00" in said
    assert "21%" not in said


def test_it_is_written_in_the_language_of_who_gets_it() -> None:
    said = words(document(language="en", regime="care", lines=(Line("Guidance, term 1 of 3", 123_456),)))

    assert "Invoice" in said
    assert "article 11(1)(g)" in said
    assert "€1,234.56" in said
    assert "Factuur" not in said


def test_a_demo_says_so_across_the_page() -> None:
    assert "Demo" in words(document(demo=True))
    assert "Demo" not in words(document())


@pytest.mark.parametrize("odd", ['#import "x"', "*vet* $x$ @naam <plek> //", "{{7*7}} <script>", "Ünal-Şahin ’t Hooft", "=1+1"])
def test_a_name_is_never_markup(odd: str) -> None:
    assert odd in words(document(buyer=replace(BUYER, name=odd)))


def test_the_same_facts_give_the_same_paper() -> None:
    assert sheet.pdf(document(), made_at=AT) == sheet.pdf(document(), made_at=AT)
