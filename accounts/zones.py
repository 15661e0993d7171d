"""Time zones by their IANA name."""

from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


@cache
def zone_names() -> tuple[str, ...]:
    """Every place-named zone, sorted; what a person can choose from."""
    return tuple(sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/"))))


def validate_zone(name: str) -> None:
    """Raises ValidationError on a name that is no IANA zone."""
    if name not in zone_names():
        raise ValidationError(_("This time zone is not known."), code="zone")
