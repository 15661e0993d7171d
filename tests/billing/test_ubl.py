"""UBL against the schemas of UBL 2.1 themselves, and its sums against the document's."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st

from billing.document import Kind, Line
from billing.ubl import AGGREGATE, BASIC, EN_16931, ubl
from billing.vat import Regime
from tests.billing.documents import BUYER, DAY, SELLER, document

SCHEMAS = Path(__file__).parent.parent / "vendor" / "ubl" / "maindoc"
KINDS = {Kind.INVOICE: "UBL-Invoice-2.1.xsd", Kind.CREDIT: "UBL-CreditNote-2.1.xsd"}
ODD = [
    "<naam> & 'zo' \"\"",
    "]]>",
    "nul\x00 en \x0b",
    "naam\ud800",
    "Ünal 👩🏽‍🤝‍👩🏻",
    "\N{RIGHT-TO-LEFT OVERRIDE}omgekeerd",
    "x" * 5_000,
    "&#x0;",
]


@pytest.fixture(scope="module")
def schemas() -> dict[str, xmlschema.XMLSchema]:
    return {kind: xmlschema.XMLSchema(SCHEMAS / name, allow="local") for kind, name in KINDS.items()}


def texts(of: bytes, name: str) -> list[str | None]:
    return [each.text for each in ElementTree.fromstring(of).iter(name)]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("regime", Regime.values)
@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_under_every_regime_is_valid(schemas, kind: str, regime: str, language: str) -> None:
    schemas[kind].validate(ubl(document(kind, regime=regime, language=language)))


def test_it_is_valid_without_what_a_practice_may_not_have(schemas) -> None:
    bare = replace(SELLER, vat_id="", email="", iban="")
    made = ubl(document(seller=bare, regime=Regime.CARE))

    schemas[Kind.INVOICE].validate(made)
    assert texts(made, f"{BASIC}CustomizationID") == []  # EN 16931 asks for a VAT id, so it is not claimed


def test_it_claims_the_standard_where_that_is_true() -> None:
    assert texts(ubl(document()), f"{BASIC}CustomizationID") == [EN_16931]


@pytest.mark.parametrize("odd", ODD)
def test_whatever_somebody_is_called_it_is_valid(schemas, odd: str) -> None:
    made = ubl(document(buyer=replace(BUYER, name=f"N {odd}", street=f"S {odd}")))

    schemas[Kind.INVOICE].validate(made)


@settings(max_examples=40)
@given(st.lists(st.integers(1, 500_000), min_size=1, max_size=4), st.sampled_from(Regime.values), st.sampled_from(Kind.values))
def test_its_sums_are_those_of_the_document(cents: list[int], regime: str, kind: str) -> None:
    of = document(kind, regime=regime, lines=tuple(Line("Begeleiding", each) for each in cents))
    made = ubl(of)

    def total(name: str) -> int:
        (text,) = texts(made, BASIC + name)
        return int(str(text).replace(".", ""))

    assert total("TaxInclusiveAmount") == total("PrepaidAmount") == of.total.gross
    assert total("TaxExclusiveAmount") + int(str(texts(made, f"{BASIC}TaxAmount")[0]).replace(".", "")) == of.total.gross
    assert total("PayableAmount") == 0
    nets = texts(made, f"{BASIC}LineExtensionAmount")
    assert sum(int(str(each).replace(".", "")) for each in nets) == 2 * of.total.net  # the sum, and each line


def test_a_credit_note_names_its_invoice_and_day() -> None:
    made = ElementTree.fromstring(ubl(document(Kind.CREDIT)))
    reference = made.find(f"{AGGREGATE}BillingReference/{AGGREGATE}InvoiceDocumentReference")

    assert reference is not None
    assert (reference.findtext(f"{BASIC}ID"), reference.findtext(f"{BASIC}IssueDate")) == ("2026-0001", DAY.isoformat())


@pytest.mark.parametrize(("regime", "code", "why"), [("care", "VATEX-EU-132-1C", "artikel 11"), ("small", None, "KOR")])
def test_who_charges_no_vat_says_why(regime: str, code: str | None, why: str) -> None:
    made = ubl(document(regime=regime))

    assert texts(made, f"{BASIC}TaxExemptionReasonCode") == ([code] if code else [])
    assert why in str(texts(made, f"{BASIC}TaxExemptionReason")[0])


def test_the_same_facts_give_the_same_bytes() -> None:
    assert ubl(document()) == ubl(document())
