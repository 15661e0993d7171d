"""manage.py demo [--reset] [--who]"""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.refusal import Refused
from studio.demo import codes
from studio.demo.cast import COACH, NOOR, OFFICE
from studio.demo.make import content, is_made, make, refuse_a_real_practice, wipe


class Command(BaseCommand):
    help = "Invent a practice with forty clients, to look around in. Refuses a database that holds real people."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--reset", action="store_true", help="take the demo away and make it anew, with the programme as it is in the files"
        )
        parser.add_argument("--who", action="store_true", help="only say who to sign in as, with the codes of this half minute")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            refuse_a_real_practice()
            if not options["who"]:
                self.make(now, reset=options["reset"])
        except Refused as refused:
            raise CommandError(str(refused)) from None
        if options["verbosity"]:
            self.who(now)

    def make(self, now: datetime, *, reset: bool) -> None:
        if reset:
            wipe()
            content(now, force=True)
        elif is_made():
            self.stdout.write("The demo is here already; --reset makes it anew.")
            return
        make(now)

    def who(self, now: datetime) -> None:
        current = {code.email: code.code for code in codes.current(now)}
        for (name, email), role in ((NOOR, "client"), (COACH, "coach"), (OFFICE, "office")):
            second = f"second factor now {current[email]}" if email in current else ""
            self.stdout.write(f"  {email:<24} {name:<16} {role:<7} {second}".rstrip())
        self.stdout.write(f"The code that is mailed waits at {settings.SITE_URL}/postvak/, with the second factors of coach and office.")
