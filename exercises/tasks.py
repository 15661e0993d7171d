"""What beat asks of this room."""

from celery import shared_task
from django.utils import timezone

from exercises import away, digest, keeping, letter_to_oneself, quiet, reminders, share_records


@shared_task(name="exercises.tasks.remind")
def remind() -> None:
    reminders.remind(timezone.now())


@shared_task(name="exercises.tasks.look_for_quiet")
def look_for_quiet() -> None:
    quiet.tell_of_quiet(timezone.now())


@shared_task(name="exercises.tasks.tell_letters")
def tell_letters() -> None:
    letter_to_oneself.tell_due(timezone.now())


@shared_task(name="exercises.tasks.keep_promises")
def keep_promises() -> None:
    now = timezone.now()
    away.keep(now)
    keeping.keep(now)
    digest.post_due(now)


@shared_task(name="exercises.tasks.record_shares")
def record_shares() -> None:
    share_records.record_arrived(timezone.now())
