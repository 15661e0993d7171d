"""Print when twelve weeks would open. Needs no database."""

import json
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError, CommandParser

from programme.calendar import WEEKS, opening_moments


def pause(text: str) -> tuple[date, date]:
    """Read FROM:UNTIL. Raises ValueError."""
    start, until = text.split(":")
    return date.fromisoformat(start), date.fromisoformat(until)


class Command(BaseCommand):
    help = "Prints the opening moments of the twelve weeks."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--start", required=True, type=date.fromisoformat, help="first local day, YYYY-MM-DD")
        parser.add_argument("--zone", default="Europe/Amsterdam")
        parser.add_argument("--hour", type=int, default=7, help="local hour, 0-23")
        parser.add_argument("--pause", action="append", default=[], type=pause, metavar="FROM:UNTIL", help="until is the first day back")
        parser.add_argument("--json", action="store_true", help="a JSON list of UTC ISO strings")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            zone = ZoneInfo(options["zone"])
            moments = opening_moments(options["start"], WEEKS, options["pause"], options["hour"], options["zone"])
        except (ValueError, KeyError, OverflowError) as error:
            raise CommandError(f"These dates give no schedule: {error}") from None
        if options["json"]:
            self.stdout.write(json.dumps([at.isoformat() for at in moments]))
            return
        for number, at in enumerate(moments, start=1):
            self.stdout.write(f"week {number:2}  {at.astimezone(zone):%a %Y-%m-%d %H:%M %Z}  {at:%Y-%m-%d %H:%M} UTC")
