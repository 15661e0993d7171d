"""What beat asks of this room."""

from celery import shared_task
from django.utils import timezone

from exercises import quiet, reminders


@shared_task(name="exercises.tasks.remind")
def remind() -> None:
    reminders.remind(timezone.now())


@shared_task(name="exercises.tasks.look_for_quiet")
def look_for_quiet() -> None:
    quiet.tell_of_quiet(timezone.now())
