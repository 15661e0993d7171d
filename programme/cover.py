"""Through which week somebody is covered: money, or the office, tells the programme; the programme never asks."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from programme.calendar import WEEKS
from programme.models import Cover, Enrolment
from programme.release import note, regate, settled


@transaction.atomic
def set_cover(*, enrolment: Enrolment, source: str, through_week: int, now: datetime, by: User | None = None) -> None:
    """Say through which week (0-12) `source` covers the enrolment. Absolute, so idempotent in any order.

    Weeks that are open stay open when a cover is lowered. Raises ValueError outside 0-12.
    """
    if not 0 <= through_week <= WEEKS:
        raise ValueError("a cover runs through week 0 to 12")
    # First what is due: a lower cover must not close what ought to be open by now.
    fresh = settled(enrolment, now)
    before = fresh.covered_through
    Cover.objects.update_or_create(enrolment=fresh, source=source, defaults={"through_week": through_week})
    # The same word from the bank twice leaves one change for the client to read.
    if fresh.covered_through == before:
        return
    regate(fresh)
    note(fresh, "cover", by=by, now=now, before={"through_week": before}, after={"through_week": fresh.covered_through})
