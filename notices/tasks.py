from celery import shared_task
from django.utils import timezone

from notices.delivery import deliver_batch

BATCHES = 10


@shared_task
def deliver_due() -> None:
    """Send what is due. After ten batches other tasks get their turn; losing the next nudge costs one sweep."""
    for _ in range(BATCHES):
        if not deliver_batch(timezone.now()):
            return
    deliver_due.apply_async(retry=False)
