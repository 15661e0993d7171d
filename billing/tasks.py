"""The clockwork of money. Each task asks the clock and calls one deed."""

from celery import shared_task
from django.utils import timezone

from billing import invoices, printing


@shared_task
def print_due() -> None:
    printing.print_due(timezone.now())


@shared_task
def issue_waiting() -> None:
    invoices.issue_waiting(timezone.now())
