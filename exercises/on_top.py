"""Putting something on top: it orders the coach's list, once a week, and promises no time."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.refusal import Refused
from exercises.models import Log
from programme.models import Enrolment, Status
from programme.release import locked

A_WEEK: Final = timedelta(days=7)


def put_on_top(*, log: Log, now: datetime) -> Log:
    """Put what was shared on top of the coach's list. Twice is once.

    Raises Refused when it is not shared, is answered, or something else was put on top in the seven days before.
    """
    with transaction.atomic():
        enrolment = locked(log.enrolment)
        log = Log.objects.select_related("enrolment__client").get(pk=log.pk)
        # Before it is refused: a second press must not read as "you did this week".
        if log.on_top_at:
            return log
        if log.shared_version_id is None or enrolment.status != Status.ACTIVE:
            raise Refused(_("Only what you share can be put on top."))
        if log.is_answered(now):
            raise Refused(_("There is an answer to this already."))
        if free_from(enrolment, now):
            raise Refused(_("Once a week something can be put on top, and you did this week. It stays shared, with its own day."))
        log.on_top_at = now
        log.save(update_fields=["on_top_at"])
    return log


def free_from(enrolment: Enrolment, now: datetime) -> datetime | None:
    """From when on (UTC) something can be put on top again; None when that is now."""
    latest = Log.objects.of(enrolment).filter(on_top_at__gt=now - A_WEEK).order_by("-on_top_at").values_list("on_top_at", flat=True).first()
    return latest + A_WEEK if latest else None


def can_be(log: Log, now: datetime) -> bool:
    """Whether the page of this log offers it."""
    return bool(
        log.shared_version_id
        and not log.on_top_at
        and log.enrolment.status == Status.ACTIVE
        and not log.is_answered(now)
        and free_from(log.enrolment, now) is None
    )
