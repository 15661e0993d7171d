"""What the world of the access tests has of money on paper."""

from uuid import UUID

from billing import invoices, printing
from billing.models import Unissued
from programme.models import Enrolment
from tests.billing import orders, practices
from tests.people import NOW


def papers_of(of: Enrolment) -> dict[str, UUID | int]:
    """A printed invoice of one payment; another payment whose paper waits. The ids that addresses take, by how they begin."""
    practices.complete()
    order = orders.ordered(of)
    practices.addressed(of.client)
    paid, later = (orders.booked(order.instalments.get(number=number)) for number in (1, 2))
    made = invoices.issue(entry=paid, now=NOW)
    assert made is not None
    printing.print_due(NOW)
    Unissued.objects.create(entry=later, why=Unissued.Why.BUYER, since=NOW)
    return {"betalingen/document/": made.uuid, "kantoor/papieren/": later.pk}
