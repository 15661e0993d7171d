"""What a client shared and took back stands in the record of access, from the moment at which it could be read.

What was shared at night and taken back before the morning was never readable, so it leaves nothing here: its record is
written when its hour has come, by the sweep or by the deed that ends it, whichever is first.
"""

from datetime import datetime
from typing import Final

from django.db import transaction

from accounts.models import AccessRecord
from exercises.models import Log

BATCH: Final = 1_000
PURPOSE: Final = "log"


def record_arrived(now: datetime) -> int:
    """Record every sharing whose hour has come, once; returns how many. At most 1,000 in one call."""
    waiting = Log.objects.visible(now).filter(share_recorded=False).select_related("enrolment__client").order_by("visible_at")
    # Each in a transaction of its own: one that a deed holds keeps no other from being recorded.
    return sum(arrived(log) for log in waiting[:BATCH])


def arrived(log: Log) -> bool:
    """Record that this log can be read, unless that was done. Whoever claims the row first writes it."""
    with transaction.atomic():
        claimed = Log.objects.filter(pk=log.pk, shared_version=log.shared_version_id, share_recorded=False).update(share_recorded=True)
        if claimed and log.visible_at:
            record(log, AccessRecord.Action.SHARE, log.visible_at)
    return bool(claimed)


def ended(log: Log, now: datetime) -> None:
    """What could be read no longer can. Nothing where it never could."""
    if log.is_visible(now):
        arrived(log)
        record(log, AccessRecord.Action.UNSHARE, now)


def record(log: Log, action: AccessRecord.Action, at: datetime) -> None:
    client = log.enrolment.client
    AccessRecord.objects.create(
        actor=client.subject, subject=client.subject, action=action, purpose=PURPOSE, rows=[str(log.shared_version_id)], at=at
    )
