"""What beat asks of this room."""

from celery import shared_task
from django.utils import timezone

from conversations import notes


@shared_task(name="conversations.tasks.sweep_notes")
def sweep_notes() -> None:
    notes.sweep(timezone.now())
