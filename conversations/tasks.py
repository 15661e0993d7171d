"""What beat asks of this room."""

from celery import shared_task
from django.utils import timezone

from conversations import calling_off, new_days, notes


@shared_task(name="conversations.tasks.sweep_notes")
def sweep_notes() -> None:
    notes.sweep(timezone.now())


@shared_task(name="conversations.tasks.keep_to_what_holds")
def keep_to_what_holds() -> None:
    """Talks of programmes that ended, and messages promised for days on which nobody is there."""
    now = timezone.now()
    calling_off.after_the_end(now)
    new_days.keep(now)
