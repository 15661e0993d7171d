"""Printing what was issued: PDF and UBL made once, after the transaction that gave the number, and frozen with their hashes."""

import logging
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.db import transaction

from accounts.models import Practice, User
from billing import sheet
from billing.models import Invoice
from billing.ubl import ubl
from notices import outbox

log = logging.getLogger(__name__)

BATCH: Final = 50
TO_CLIENT: Final = "invoice"
TO_BOOKS: Final = "bookkeeping"


def print_due(now: datetime) -> int:
    """Print a batch of what is not printed yet, the oldest first; how many. One that cannot be set stops no other."""
    due = Invoice.objects.unprinted().select_related("order__client", "credits").order_by("pk")
    return sum(print_safely(invoice, now) for invoice in due[:BATCH])


def print_safely(invoice: Invoice, now: datetime) -> bool:
    try:
        return print_one(invoice=invoice, now=now)
    except Exception as error:  # noqa: BLE001 - tried again at the next sweep; the office sees that it has no file
        log.warning("paper %s was not printed: %s", invoice.pk, type(error).__name__)
        return False


def print_one(*, invoice: Invoice, now: datetime) -> bool:
    """Make and freeze its files and tell whom it is for; False when another process was first: it made the same bytes."""
    document = invoice.document
    pdf, xml = sheet.pdf(document, made_at=invoice.made_at), ubl(document)
    files = {"pdf": pdf, "pdf_sha256": sha256(pdf).hexdigest(), "ubl": xml, "ubl_sha256": sha256(xml).hexdigest()}
    with transaction.atomic():
        if not Invoice.objects.unprinted().filter(pk=invoice.pk).update(**files, printed_at=now):
            return False
        tell(invoice, now)
    return True


def tell(invoice: Invoice, now: datetime) -> None:
    """A link to the client; the files to the bookkeeping, on behalf of somebody of the office. No bookkeeper gets test money."""
    about = str(invoice.uuid)
    outbox.post(recipient=invoice.order.client, kind=TO_CLIENT, key=about, about=about, now=now)
    office = User.objects.office().order_by("pk").first()
    if office and Practice.current().bookkeeping_email and not invoice.is_demo:
        outbox.post(recipient=office, kind=TO_BOOKS, key=about, about=about, now=now)
