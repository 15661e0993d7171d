"""The one task of the frame: proof that a worker takes a job through the real broker."""

from celery import shared_task
from django.core.cache import cache


def mark_of(token: str) -> str:
    return f"check-worker-{token}"


@shared_task
def leave_mark(token: str) -> None:
    """Leave the mark that `manage.py check_worker` waits for."""
    cache.set(mark_of(token), "seen", timeout=300)
