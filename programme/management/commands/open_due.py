"""Open what is due, once, by hand."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from programme.release import ClockJumped, open_due


class Command(BaseCommand):
    help = "Opens the weeks that are due and puts their mails in the outbox."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--now", type=datetime.fromisoformat, help="pretend it is this moment (ISO 8601; UTC when it names no zone)")
        parser.add_argument("--catch-up", action="store_true", help="the clock is right, nothing ran for over 26 hours")

    def handle(self, *args: Any, **options: Any) -> None:
        now = options["now"] or timezone.now()
        if timezone.is_naive(now):
            now = now.replace(tzinfo=timezone.get_fixed_timezone(0))
        try:
            opened = open_due(now, catch_up=options["catch_up"])
        except ClockJumped as jump:
            raise CommandError(f"{jump} If this clock is right, add --catch-up: a wrong one would open weeks for good.") from None
        self.stdout.write(f"{opened} opened")
