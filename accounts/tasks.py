"""What happens to accounts by itself."""

from celery import shared_task
from django.utils import timezone

from accounts import address


@shared_task
def apply_address_changes() -> None:
    address.apply_due(timezone.now())
