"""What deeds changed in somebody's programme, in plain words for the person it is about."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programme.models import CareKind, Change

SENTENCES: dict[str, str | Promise] = {
    "invited": gettext_lazy("You were invited, with %(to_starts_on)s as the first day."),
    "accepted": gettext_lazy("You said yes to the invitation."),
    "started": gettext_lazy("Your place was confirmed, with %(to_starts_on)s as the first day."),
    "paused": gettext_lazy("A pause from %(to_starts_on)s; the first day back is %(to_ends_on)s."),
    "resumed": gettext_lazy("The pause from %(from_starts_on)s is over since %(to_ends_on)s."),
    "restarted": gettext_lazy("The first day moved from %(from_starts_on)s to %(to_starts_on)s."),
    "clock changed": gettext_lazy("Weeks open at %(to_hour)s (%(to_zone)s) instead of %(from_hour)s (%(from_zone)s)."),
    "cover": gettext_lazy("It is arranged through week %(to_through_week)s."),
    "opened early": gettext_lazy("Week %(to_number)s opened earlier than planned."),
    "held": gettext_lazy("Week %(to_number)s is being held for a while."),
    "let go": gettext_lazy("Week %(from_number)s goes on, on its own day."),
    "moved": gettext_lazy("Week %(to_number)s moved from %(from_opens_at)s to %(to_opens_at)s."),
    "invited again": gettext_lazy("You were invited again."),
    "address corrected": gettext_lazy("The office corrected your address."),
    "arrived": gettext_lazy("You came over to the portal, with %(to_starts_on)s as your first day."),
    "handed over": gettext_lazy("%(to_coach)s guides you."),
    "extended": gettext_lazy("The programme stays open until %(to_until)s."),
    "care kind": gettext_lazy("This is %(to_care_kind)s."),
    "exercise given": gettext_lazy("You were given an exercise besides the weeks."),
    "exercise taken back": gettext_lazy("An exercise besides the weeks was taken back."),
    "completed": gettext_lazy("You completed the twelve weeks."),
    "stopped": gettext_lazy("The programme stopped."),
}


def told(change: Change, zone: str) -> str:
    """One sentence, with days and hours in `zone`. A kind that this page does not know yet is told in general words."""
    values = {f"{side}_{key}": readable(key, value, zone) for side, data in sides(change) for key, value in data.items()}
    if change.kind == "resumed" and change.before.get("starts_on", "") >= change.after.get("ends_on", ""):
        return _("The pause from %(from_starts_on)s was taken away.") % values
    try:
        return str(SENTENCES[change.kind]) % values
    # Also where a fact is wanting that an older row did not have.
    except KeyError:
        return _("Something about your dates was changed.")


def sides(change: Change) -> tuple[tuple[str, dict[str, Any]], ...]:
    return ("from", change.before), ("to", change.after)


def readable(key: str, value: Any, zone: str) -> str:
    if key == "care_kind":
        return str(CareKind(value).label)
    if key in {"starts_on", "ends_on", "until"}:
        return date_format(date.fromisoformat(value), _("l j F Y"))
    if key == "opens_at":
        return date_format(datetime.fromisoformat(value).astimezone(ZoneInfo(zone)), _("l j F, H:i"))
    if key == "hour":
        return f"{value:02}:00"
    return str(value).replace("_", " ")
