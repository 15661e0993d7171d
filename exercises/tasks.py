"""What beat asks of this room."""

from celery import shared_task
from django.utils import timezone

from exercises import reminders


@shared_task(name="exercises.tasks.remind")
def remind() -> None:
    reminders.remind(timezone.now())
