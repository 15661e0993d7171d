"""A document as UBL 2.1 (OASIS, 2013), as bookkeeping programs read it. Pure: facts in, bytes out.

It follows the semantic model of EN 16931 and says so (`CustomizationID`) where that is true: the standard wants a VAT id of whoever
sells, and a practice that is exempt as care may have none.
"""

import re
from typing import Final
from xml.etree import ElementTree

from django.utils import translation
from django.utils.translation import gettext as _

from billing import vat
from billing.document import CURRENCY, Document, Kind, Line, Party

URN: Final = "urn:oasis:names:specification:ubl:schema:xsd:"
BASIC: Final = f"{{{URN}CommonBasicComponents-2}}"
AGGREGATE: Final = f"{{{URN}CommonAggregateComponents-2}}"
EN_16931: Final = "urn:cen.eu:en16931:2017"
# UNCL1001, UNCL5305, UN/ECE Recommendation 20 ("one") and ISO 6523 (KvK number).
TYPE_CODES: Final = {Kind.INVOICE: "380", Kind.CREDIT: "381"}
CATEGORIES: Final = {vat.Regime.STANDARD: "S", vat.Regime.CARE: "E", vat.Regime.SMALL: "E"}
ONE: Final = "C62"
KVK: Final = "0106"
# VATEX: article 132(1)(c) of Directive 2006/112, which is article 11 lid 1 sub g. The small-business scheme has no code, so it has words.
REASON_CODES: Final = {vat.Regime.CARE: "VATEX-EU-132-1C"}
# What XML 1.0 has no room for; somebody's name may hold it.
ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Element = ElementTree.Element


def ubl(document: Document) -> bytes:
    """The document in UBL, in UTF-8, in its own language. The same facts give the same bytes."""
    invoice = document.kind == Kind.INVOICE
    root = Element(f"{{{URN}{'Invoice' if invoice else 'CreditNote'}-2}}{'Invoice' if invoice else 'CreditNote'}")
    with translation.override(document.language):
        add_head(root, document)
        add_seller(add(root, "AccountingSupplierParty"), document.seller)
        add_buyer(add(root, "AccountingCustomerParty"), document.buyer)
        add_tax(root, document)
        add_totals(root, document)
        for number, (line, split) in enumerate(zip(document.lines, document.splits, strict=True), start=1):
            add_line(root, number, line, split.net, document)
    return written(root, "Invoice" if invoice else "CreditNote")


def written(root: Element, name: str) -> bytes:
    for prefix, urn in (("", f"{name}-2"), ("cac", "CommonAggregateComponents-2"), ("cbc", "CommonBasicComponents-2")):
        ElementTree.register_namespace(prefix, URN + urn)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True))


def say(parent: Element, name: str, text: str, **attributes: str) -> None:
    """A basic component with its text."""
    ElementTree.SubElement(parent, BASIC + name, attributes).text = ILLEGAL.sub("", text)


def add(parent: Element, name: str) -> Element:
    """An aggregate component."""
    return ElementTree.SubElement(parent, AGGREGATE + name)


def say_amount(parent: Element, name: str, cents: int) -> None:
    say(parent, name, f"{cents // 100}.{cents % 100:02}", currencyID=CURRENCY)


def add_head(root: Element, document: Document) -> None:
    # To claim the standard without a VAT id would make the file invalid; without the claim it is plain UBL, which reads the same.
    if document.seller.vat_id:
        say(root, "CustomizationID", EN_16931)
    say(root, "ID", document.number)
    say(root, "IssueDate", document.issued_on.isoformat())
    if document.kind == Kind.INVOICE:
        say(root, "InvoiceTypeCode", TYPE_CODES[Kind.INVOICE])
        say(root, "Note", _("Paid on %(day)s.") % {"day": document.moved_on.isoformat()})
        say(root, "TaxPointDate", document.moved_on.isoformat())
    else:
        # The schema is a sequence: a credit note has its date before its type, an invoice after its note.
        say(root, "TaxPointDate", document.moved_on.isoformat())
        say(root, "CreditNoteTypeCode", TYPE_CODES[Kind.CREDIT])
        say(root, "Note", _("Paid back on %(day)s.") % {"day": document.moved_on.isoformat()})
    say(root, "DocumentCurrencyCode", CURRENCY)
    if document.credits and document.credits_on:
        reference = add(add(root, "BillingReference"), "InvoiceDocumentReference")
        say(reference, "ID", document.credits)
        say(reference, "IssueDate", document.credits_on.isoformat())


def add_seller(parent: Element, seller: Party) -> None:
    it = add(parent, "Party")
    say(add(it, "PartyName"), "Name", seller.name)
    add_address(it, seller)
    if seller.vat_id:
        scheme = add(it, "PartyTaxScheme")
        say(scheme, "CompanyID", seller.vat_id)
        say(add(scheme, "TaxScheme"), "ID", "VAT")
    legal = add(it, "PartyLegalEntity")
    say(legal, "RegistrationName", seller.name)
    say(legal, "CompanyID", seller.kvk, schemeID=KVK)
    if seller.phone or seller.email:
        contact = add(it, "Contact")
        for name, text in (("Telephone", seller.phone), ("ElectronicMail", seller.email)):
            if text:
                say(contact, name, text)


def add_buyer(parent: Element, buyer: Party) -> None:
    it = add(parent, "Party")
    add_address(it, buyer)
    say(add(it, "PartyLegalEntity"), "RegistrationName", buyer.name)


def add_address(parent: Element, party: Party) -> None:
    address = add(parent, "PostalAddress")
    say(address, "StreetName", party.street)
    say(address, "CityName", party.city)
    say(address, "PostalZone", party.postcode)
    say(add(address, "Country"), "IdentificationCode", party.country)


def add_tax(root: Element, document: Document) -> None:
    total, tax = document.total, add(root, "TaxTotal")
    say_amount(tax, "TaxAmount", total.vat)
    part = add(tax, "TaxSubtotal")
    say_amount(part, "TaxableAmount", total.net)
    say_amount(part, "TaxAmount", total.vat)
    category = add(part, "TaxCategory")
    add_category(category, document.regime, reason=True)


def add_category(category: Element, regime: str, *, reason: bool = False) -> None:
    regime = vat.Regime(regime)
    say(category, "ID", CATEGORIES[regime])
    say(category, "Percent", str(vat.PERCENT[regime]))
    if reason and regime in REASON_CODES:
        say(category, "TaxExemptionReasonCode", REASON_CODES[regime])
    if reason and vat.REASONS[regime]:
        say(category, "TaxExemptionReason", _(vat.REASONS[regime]))
    say(add(category, "TaxScheme"), "ID", "VAT")


def add_totals(root: Element, document: Document) -> None:
    """All is paid already, or paid back: nothing is left to pay."""
    total, sums = document.total, add(root, "LegalMonetaryTotal")
    say_amount(sums, "LineExtensionAmount", total.net)
    say_amount(sums, "TaxExclusiveAmount", total.net)
    say_amount(sums, "TaxInclusiveAmount", total.gross)
    say_amount(sums, "PrepaidAmount", total.gross)
    say_amount(sums, "PayableAmount", 0)


def add_line(root: Element, number: int, line: Line, net: int, document: Document) -> None:
    invoice = document.kind == Kind.INVOICE
    it = add(root, "InvoiceLine" if invoice else "CreditNoteLine")
    say(it, "ID", str(number))
    say(it, "InvoicedQuantity" if invoice else "CreditedQuantity", "1", unitCode=ONE)
    say_amount(it, "LineExtensionAmount", net)
    item = add(it, "Item")
    say(item, "Name", line.text)
    add_category(add(item, "ClassifiedTaxCategory"), document.regime)
    say_amount(add(it, "Price"), "PriceAmount", net)
