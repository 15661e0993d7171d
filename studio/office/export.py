"""The list of people to take along."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from paper.sheets import Cell
from programme.models import Enrolment


def head() -> list[str]:
    return [_("Name"), _("E-mail address"), _("State"), _("First day"), _("Weeks open"), _("Back from pause"), _("Who guides"),
            _("Arranged through week"), _("Care or coaching"), _("Last logged in")]  # fmt: skip


def rows(people: Iterable[Enrolment]) -> Iterable[list[Cell]]:
    """Of rows of `roll.people`."""
    for row in people:
        seen = row.client.last_login
        yield [
            row.client.name,
            row.client.email,
            str(row.get_status_display()),
            row.starts_on,
            getattr(row, "opened", 0),
            getattr(row, "back_on", None),
            getattr(row, "coach", ""),
            getattr(row, "covered", 0),
            str(row.get_care_kind_display()),
            timezone.localdate(seen) if seen else None,
        ]
