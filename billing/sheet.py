"""A document on paper: the words and amounts in their places, set as PDF. Pure: facts in, bytes out."""

from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from billing import vat
from billing.document import Document, Kind, Party
from billing.euro import euro
from billing.transfer_details import in_fours
from paper.typeset import typeset

TEMPLATE: Final = Path(__file__).parent / "paper" / "document.typ"


def pdf(document: Document, *, made_at: datetime) -> bytes:
    """The document as PDF/UA. The same facts and moment give the same bytes. Raises typst.TypstError where it cannot be set."""
    return typeset(TEMPLATE, facts(document), made_at=made_at)


def facts(document: Document) -> dict[str, Any]:
    """All that the template places, in the document's language."""
    with translation.override(document.language):
        return {
            "language": document.language,
            "region": "NL" if document.language == "nl" else "GB",
            "watermark": _("Demo") if document.demo else "",
            "number": document.number,
            "to": _("To") if document.kind == Kind.INVOICE else _("Paid back to"),
            "seller": {"name": document.seller.name, "lines": seller_lines(document.seller)},
            "buyer": [document.buyer.name, *address(document.buyer)],
            "footer": registers(document.seller),
            **titles(document),
            **amounts(document),
            "sentences": sentences(document),
        }


def titles(document: Document) -> dict[str, Any]:
    invoice = document.kind == Kind.INVOICE
    moved = _("Paid on") if invoice else _("Paid back on")
    rows = [(_("Number"), document.number), (_("Date"), day(document.issued_on)), (moved, day(document.moved_on))]
    if document.credits:
        rows.append((_("Credits invoice"), document.credits))
    return {"title": _("Invoice") if invoice else _("Credit note"), "facts": rows}


def amounts(document: Document) -> dict[str, Any]:
    """Lines and sums. On a credit note every amount has its minus, as bookkeepers read it."""
    sign, total = -1 if document.kind == Kind.CREDIT else 1, document.total

    def money(cents: int) -> str:
        return euro(sign * cents)

    rate = vat.PERCENT[vat.Regime(document.regime)]
    label = _("VAT %(rate)s%%") % {"rate": rate}
    lines = zip(document.lines, document.splits, strict=True)
    return {
        "heads": [_("What"), _("Quantity"), pgettext("on an invoice", "VAT"), _("Incl. VAT")],
        "rows": [[line.text, "1", f"{rate}%" if rate else _("exempt"), money(part.gross)] for line, part in lines],
        "sums": [(_("Excluding VAT"), money(total.net)), (label if rate else pgettext("on an invoice", "VAT"), money(total.vat))],
        "total": (_("Total"), money(total.gross)),
    }


def sentences(document: Document) -> list[str]:
    on = {"day": day(document.moved_on), "number": document.credits}
    if document.kind == Kind.INVOICE:
        said = [_("Paid on %(day)s, with thanks. Nothing is left to pay.") % on]
    else:
        said = [_("This is a correction of invoice %(number)s. Paid back on %(day)s by the way it was paid.") % on]
    if reason := vat.REASONS[vat.Regime(document.regime)]:
        said.append(_(reason))
    if document.demo:
        said.append(_("Made by a demonstration: no money moved, and everybody in it is invented."))
    return said


def day(of: date) -> str:
    return date_format(of, "j F Y")


def address(party: Party) -> list[str]:
    lines = [party.street, f"{party.postcode}  {party.city}".strip()]
    return [*lines, party.country] if party.country != "NL" else lines


def seller_lines(seller: Party) -> list[str]:
    return [line for line in (*address(seller), seller.phone, seller.email) if line]


def registers(seller: Party) -> list[str]:
    named = [(_("KvK"), seller.kvk), (_("VAT id"), seller.vat_id), ("IBAN", in_fours(seller.iban))]
    return [f"{name} {value}" for name, value in named if value]
