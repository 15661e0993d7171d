"""Fetching and authorising papers in one step, and how lists of them are read. What is somebody else's is not there."""

from datetime import date, datetime, time
from io import BytesIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile
from zoneinfo import ZoneInfo

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from billing.models import Invoice, LedgerEntry, Unissued
from billing.models.papers import InvoiceQuerySet


def readable_paper(user: User, uuid: UUID) -> Invoice:
    """A paper of one's own, or any for the office. Raises Http404."""
    papers = Invoice.objects.all() if user.is_office else Invoice.objects.of(user)
    return get_object_or_404(papers.select_related("order__client", "credits"), uuid=uuid)


def file_of(paper: Invoice, suffix: str) -> tuple[bytes, str]:
    """Its bytes and media type; `suffix` is pdf or xml. Raises Http404 where there is none, or it is not printed yet."""
    if suffix not in {"pdf", "xml"} or paper.printed_at is None:
        raise Http404
    return (bytes(paper.pdf or b""), "application/pdf") if suffix == "pdf" else (bytes(paper.ubl or b""), "application/xml")


def of_client(client: User) -> InvoiceQuerySet:
    """Newest first, without the files."""
    return Invoice.objects.of(client).without_files().order_by("-issued_on", "-pk")


def of_month(year: int, month: int) -> InvoiceQuerySet:
    """By series and number. Raises Http404 on a month that does not exist."""
    first, until = month_of(year, month)
    return Invoice.objects.between(first, until).order_by("series", "number")


def elsewhere_of_month(year: int, month: int, zone: ZoneInfo) -> list[LedgerEntry]:
    """Money that moved in a month, for which the practice makes its own paper: listed, and no more. Raises Http404."""
    begins, ends = (datetime.combine(day, time(), zone) for day in month_of(year, month))
    found = LedgerEntry.objects.filter(unissued__why=Unissued.Why.ELSEWHERE, at__gte=begins, at__lt=ends)
    return list(found.select_related("order__client"))


def month_of(year: int, month: int) -> tuple[date, date]:
    """Its first day and that of the next. Raises Http404."""
    try:
        return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    except (ValueError, OverflowError):
        raise Http404 from None


def zipped(papers: InvoiceQuerySet) -> bytes:
    """PDF and UBL of each printed paper under its number."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as folder:
        for paper in papers.printed().iterator(chunk_size=50):
            folder.writestr(f"{paper.code}.pdf", bytes(paper.pdf or b""))
            folder.writestr(f"{paper.code}.xml", bytes(paper.ubl or b""))
    return made.getvalue()
