"""Who did what, in plain words. Reasons that client or coach gave are theirs and not shown here; the office sees its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import OfficeDeed, Practice
from programme.models import CareKind, Change, Enrolment
from programme.reasons import OfficeReason

SENTENCES: Final[dict[str, str | Promise]] = {
    "invited": gettext_lazy("invited, with %(to_starts_on)s as the first day"),
    "invited again": gettext_lazy("invited again"),
    "address corrected": gettext_lazy("address corrected"),
    "accepted": gettext_lazy("said yes to the invitation"),
    "started": gettext_lazy("place confirmed, with %(to_starts_on)s as the first day"),
    "arrived": gettext_lazy("brought over, with %(to_starts_on)s as the first day"),
    "paused": gettext_lazy("a pause from %(to_starts_on)s, back on %(to_ends_on)s"),
    "resumed": gettext_lazy("the pause ended, back on %(to_ends_on)s"),
    "restarted": gettext_lazy("first day moved from %(from_starts_on)s to %(to_starts_on)s"),
    "clock changed": gettext_lazy("weeks open at another hour"),
    "cover": gettext_lazy("arranged through week %(to_through_week)s"),
    "opened early": gettext_lazy("week %(to_number)s opened early"),
    "held": gettext_lazy("week %(to_number)s held"),
    "let go": gettext_lazy("week %(from_number)s goes on"),
    "moved": gettext_lazy("week %(to_number)s moved"),
    "handed over": gettext_lazy("handed over to %(to_coach)s"),
    "extended": gettext_lazy("open until %(to_until)s"),
    "care kind": gettext_lazy("is now %(to_care_kind)s"),
    "completed": gettext_lazy("the twelve weeks completed"),
    "stopped": gettext_lazy("stopped"),
}
OFFICE_SENTENCES: Final[dict[str, str | Promise]] = {
    "hired": gettext_lazy("came to work here"),
    "roles": gettext_lazy("has other roles"),
    "deactivated": gettext_lazy("no longer has access"),
    "reactivated": gettext_lazy("has access again"),
    "settings": gettext_lazy("settings changed"),
    "list taken": gettext_lazy("a list was taken along"),
    "papers taken": gettext_lazy("the papers of a month were taken along"),
    "quarter taken": gettext_lazy("the invoices of a quarter were taken along"),
    "list brought over": gettext_lazy("a list of people was brought over"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One deed. `by` is empty for what happened by itself; `own` when the person did it. `about` is whose it is."""

    at: datetime
    what: str
    by: str
    own: bool
    reason: str
    about: str
    enrolment: Enrolment | None = None


def of(enrolment: Enrolment) -> list[Line]:
    """The newest first. One query."""
    return lines(Change.objects.filter(enrolment=enrolment).select_related("by", "enrolment__client"))


def lines(changes: Iterable[Change]) -> list[Line]:
    return [line(change) for change in changes]


def line(change: Change) -> Line:
    own = change.by_id == change.enrolment.client_id
    by = change.by.name if change.by and not own else ""
    reason = str(OfficeReason(change.reason).label) if change.reason in OfficeReason.values else ""
    return Line(change.at, told(change), by, own, reason, change.enrolment.client.name, change.enrolment)


def told(change: Change) -> str:
    sides = (("from", change.before), ("to", change.after))
    values = {f"{side}_{key}": readable(key, value) for side, data in sides for key, value in data.items()}
    try:
        return str(SENTENCES[change.kind]) % values
    except KeyError:
        return _("something in the dates changed")


def readable(key: str, value: Any) -> str:
    if key in {"starts_on", "ends_on", "until"}:
        return date_format(date.fromisoformat(value), "j F Y")
    if key == "care_kind":
        return str(CareKind(value).label)
    return str(value)


def office_line(deed: OfficeDeed) -> Line:
    """What was done to the practice itself."""
    what = str(OFFICE_SENTENCES.get(deed.kind, deed.kind))
    return Line(deed.at, what, deed.by.name if deed.by else "", False, details(deed), deed.about.name if deed.about else "")  # noqa: FBT003


def details(deed: OfficeDeed) -> str:
    """The settings that changed by their names, the roles, or how many rows."""
    if deed.kind == "settings":
        names = {field.name: str(field.verbose_name) for field in Practice._meta.fields}
        return ", ".join(names.get(name, name) for name in deed.after)
    if deed.kind in {"hired", "roles"}:
        labels = {"coach": _("guides people"), "office": _("does the office")}
        return ", ".join(labels[role] for role in labels if deed.after.get(role))
    rows = deed.after.get("rows")
    return _("%(rows)s people") % {"rows": rows} if rows is not None else ""
