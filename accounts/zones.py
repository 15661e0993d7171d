"""Time zones by their IANA name."""

from functools import cache
from importlib.resources import files

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
