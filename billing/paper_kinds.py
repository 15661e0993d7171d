"""The notices about papers and about stopping. `about` is the id of the paper, or of what the office has to approve."""

from uuid import UUID

from django.urls import reverse

from accounts.models import Practice
from billing import invoices, stopping
from billing.document import Kind as Paper
from billing.euro import euro
from billing.models import Invoice, Unissued
from billing.printing import TO_BOOKS, TO_CLIENT
from notices.kinds import Kind, register
from notices.models import Notice


def paper_of(notice: Notice) -> Invoice:
    return Invoice.objects.select_related("order__client").get(uuid=UUID(notice.about))


def where_it_is(notice: Notice) -> dict[str, object]:
    """No amount and no word of what it is for: a mail may be read by another."""
    paper = paper_of(notice)
    return {"number": paper.code, "is_credit": paper.kind == Paper.CREDIT, "url": reverse("paper", args=[paper.uuid])}


def address_wanted(notice: Notice) -> bool:
    return Unissued.objects.waiting().filter(why=Unissued.Why.BUYER, entry__order__client=notice.recipient_id).exists()


def where_to_fill_in(notice: Notice) -> dict[str, object]:
    return {"url": reverse("bill_to")}


def books_are_kept(notice: Notice) -> bool:
    return bool(Practice.current().bookkeeping_email)


def bookkeeping_address(notice: Notice) -> str:
    return Practice.current().bookkeeping_email


def for_the_books(notice: Notice) -> dict[str, object]:
    """Name and amount, for it goes to the practice's own bookkeeping."""
    paper = paper_of(notice)
    return {
        "number": paper.code,
        "is_credit": paper.kind == Paper.CREDIT,
        "buyer": paper.buyer["name"],
        "amount": euro(paper.signed_cents),
        "issued": paper.issued_on,
    }


def files(notice: Notice) -> list[tuple[str, bytes, str]]:
    paper = paper_of(notice)
    return [
        (f"{paper.code}.pdf", bytes(paper.pdf or b""), "application/pdf"),
        (f"{paper.code}.xml", bytes(paper.ubl or b""), "application/xml"),
    ]


def register_all() -> None:
    register(Kind(stopping.TO_DO, capped=False))
    register(Kind(invoices.ASK_ADDRESS, wanted=address_wanted, details=where_to_fill_in, capped=False))
    register(Kind(TO_CLIENT, details=where_it_is, capped=False))
    register(
        Kind(
            TO_BOOKS, wanted=books_are_kept, details=for_the_books, address=bookkeeping_address, attachments=files, capped=False,
            on_sunday=True,
        )
    )  # fmt: skip
