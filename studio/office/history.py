"""Who did what to whose enrolment, in plain words. Reasons that client or coach gave are theirs and not shown here."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programme.models import Change, Enrolment

SENTENCES: Final[dict[str, str | Promise]] = {
    "invited": gettext_lazy("invited, with %(to_starts_on)s as the first day"),
    "accepted": gettext_lazy("said yes to the invitation"),
    "started": gettext_lazy("place confirmed, with %(to_starts_on)s as the first day"),
    "paused": gettext_lazy("a pause from %(to_starts_on)s, back on %(to_ends_on)s"),
    "resumed": gettext_lazy("the pause ended, back on %(to_ends_on)s"),
    "restarted": gettext_lazy("first day moved from %(from_starts_on)s to %(to_starts_on)s"),
    "clock changed": gettext_lazy("weeks open at another hour"),
    "cover": gettext_lazy("arranged through week %(to_through_week)s"),
    "opened early": gettext_lazy("week %(to_number)s opened early"),
    "held": gettext_lazy("week %(to_number)s held"),
    "let go": gettext_lazy("week %(from_number)s goes on"),
    "moved": gettext_lazy("week %(to_number)s moved"),
    "completed": gettext_lazy("the twelve weeks completed"),
    "stopped": gettext_lazy("stopped"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One deed. `by` is empty for what happened by itself; `own` when the person did it."""

    at: datetime
    what: str
    by: str
    own: bool
    reason: str
    enrolment: Enrolment


def of(enrolment: Enrolment) -> list[Line]:
    """The newest first. One query."""
    return lines(Change.objects.filter(enrolment=enrolment))


def lines(changes: "QuerySet[Change]") -> list[Line]:
    return [line(change) for change in changes.select_related("by", "enrolment__client")]


def line(change: Change) -> Line:
    own = change.by_id == change.enrolment.client_id
    by = change.by.name if change.by and not own else ""
    return Line(change.at, told(change), by, own, "", change.enrolment)


def told(change: Change) -> str:
    sides = (("from", change.before), ("to", change.after))
    values = {f"{side}_{key}": readable(key, value) for side, data in sides for key, value in data.items()}
    try:
        return str(SENTENCES[change.kind]) % values
    except KeyError:
        return _("something in the dates changed")


def readable(key: str, value: Any) -> str:
    if key in {"starts_on", "ends_on"}:
        return date_format(date.fromisoformat(value), "j F Y")
    return str(value)
