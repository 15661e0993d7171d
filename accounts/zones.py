"""Time zones: their names as IANA has them, and the hour that a clock change skips."""

from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


@cache
def zone_names() -> tuple[str, ...]:
    """One for each place of the IANA table of countries (`zone.tab`), sorted; older names of the same zones are left out."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    return tuple(sorted(line.split("\t")[2] for line in table.splitlines() if line and not line.startswith("#")))


def validate_zone(name: str) -> None:
    """Raises ValidationError on a name that is no IANA zone."""
    if name not in zone_names():
        raise ValidationError(_("This time zone is not known."), code="zone")


def end_of_gap(local: datetime, tz: ZoneInfo) -> datetime:
    """The first moment after the gap in which the local time `local` falls: where the zone's offset changes, found by
    halving the interval between the two readings of `local` (PEP 495: fold 0 and fold 1 lie on either side of it)."""
    before, after = sorted(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    old = before.astimezone(tz).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        before, after = (middle, after) if middle.astimezone(tz).utcoffset() == old else (before, middle)
    return after.replace(microsecond=0)
