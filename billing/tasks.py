"""Money's part of the clockwork. Each task asks the clock and calls one deed."""

from celery import shared_task
from django.utils import timezone

from billing import checkouts, gateways, invoices, printing, receipts, reconcile, terms


@shared_task
def reconcile_payments() -> None:
    reconcile.reconcile(gateway=gateways.current(), now=timezone.now())


@shared_task
def close_pages() -> None:
    checkouts.close_pages(gateway=gateways.current(), now=timezone.now())


@shared_task
def remind_of_terms() -> None:
    terms.remind(timezone.now())


@shared_task
def print_due() -> None:
    printing.print_due(timezone.now())


@shared_task
def issue_waiting() -> None:
    invoices.issue_waiting(timezone.now())


@shared_task
def send_receipts() -> None:
    receipts.send_due(timezone.now())
