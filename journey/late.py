"""What somebody wrote or shared late, and the question that the morning after asks about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from exercises.models import Log, LogQuerySet, LogVersion
from programme.models import Enrolment

COLUMNS: Final = ("pk", "number", "written_at", "asks_at", "visible_at")


@dataclass(frozen=True, slots=True)
class Late:
    """A log that is still its client's alone. `written_at` and `asks_at` are aware, in the enrolment's zone; `number` is its
    newest text; `visible_at` (UTC) is when it arrives if nothing is said, None for a draft."""

    log: UUID
    number: int
    written_at: datetime
    asks_at: datetime
    visible_at: datetime | None
    today: datetime

    @property
    def night(self) -> str:
        """When that was, seen from today: evening (before midnight), night (after it), or earlier."""
        # Some days late the hour does not matter any more.
        if self.asks_at.date() != self.today.date():
            return "earlier"
        return "night" if self.written_at.date() == self.today.date() else "evening"


class Arrival(NamedTuple):
    """When something comes that the night holds: "today" or "tomorrow" in the reader's language, and the hour as "09:00"."""

    day: str
    hour: str


def arrival(enrolment: Enrolment, visible_at: datetime | None, now: datetime) -> Arrival | None:
    """None for what is there already, and for what is on its way to nobody. By the enrolment's clock."""
    if visible_at is None or visible_at <= now:
        return None
    zone = ZoneInfo(enrolment.zone)
    local = visible_at.astimezone(zone)
    return Arrival(_("today") if local.date() == now.astimezone(zone).date() else _("tomorrow"), date_format(local, "H:i"))


def asked_about(logs: LogQuerySet, now: datetime) -> QuerySet[Log]:
    """Of these logs what is asked about, the latest first, with the columns that `late` reads. Of what somebody else may read
    there is nothing: that is no longer its client's alone."""
    newest = LogVersion.objects.filter(log=OuterRef("pk")).order_by("-number")
    asked = logs.asked_about(now).order_by("-asks_at", "-started_at")
    return asked.annotate(number=Subquery(newest.values("number")[:1]), written_at=Subquery(newest.values("written_at")[:1]))


def of_log(log: Log, now: datetime) -> Late | None:
    """What is asked about this log, if anything. One query."""
    row = asked_about(Log.objects.filter(pk=log.pk), now).values_list(*COLUMNS).first()
    return late(log.enrolment, row, now) if row else None


def late(enrolment: Enrolment, row: Sequence[Any], now: datetime) -> Late | None:
    """What the columns of one row say; None where nothing was found."""
    uuid, number, written_at, asks_at, visible_at = row
    if uuid is None:
        return None
    zone = ZoneInfo(enrolment.zone)
    return Late(uuid, number, written_at.astimezone(zone), asks_at.astimezone(zone), visible_at, now.astimezone(zone))
