"""The programme's part of the clockwork. Each task asks the clock and calls one deed."""

import logging

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from programme import desk, enrolment, release

log = logging.getLogger(__name__)


@shared_task
def open_due() -> None:
    try:
        release.open_due(timezone.now())
    except release.ClockJumped as jump:
        log.error("%s If the clock is right, run: manage.py open_due --catch-up", jump)  # noqa: TRY400  a sentence, not a trace


@shared_task
def publish_scheduled() -> None:
    call_command("publish_scheduled", verbosity=0)


@shared_task
def look_ahead() -> None:
    now = timezone.now()
    enrolment.complete_due(now)
    desk.warn_of_weeks_not_live(now)
    desk.tell_of_returns(now)
