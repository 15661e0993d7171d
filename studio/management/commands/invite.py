"""manage.py invite EMAIL --name NAME --coach EMAIL [--start DATE] [--language nl] [--cover N]"""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Practice, User
from accounts.refusal import Refused
from programme.cover import set_cover
from programme.enrolment import enrol
from programme.models import Programme


class Command(BaseCommand):
    help = "Enrol somebody and mail the invitation. Who is new becomes a client; the start is the next day on which programmes start."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", help="needed for somebody new")
        parser.add_argument("--coach", required=True, help="the address of who will answer")
        parser.add_argument("--start", type=date.fromisoformat, help="the first day, as 2027-01-04")
        parser.add_argument("--language", default="nl", choices=["nl", "en"])
        parser.add_argument("--cover", type=int, default=12, choices=range(13), metavar="N", help="covered through this week (12)")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        coach = User.objects.coaches().filter(email=options["coach"].strip().lower()).first()
        programme = Programme.objects.filter(language=options["language"]).first()
        if coach is None:
            raise CommandError(f"{options['coach']} is no coach here: manage.py person ADDRESS --name NAME --coach makes one.")
        if programme is None:
            raise CommandError("There is no programme in this language yet: manage.py load_curriculum.")
        client = self.client(options)
        if client == coach:
            raise CommandError("Nobody is their own coach.")
        practice = Practice.current()
        starts_on = options["start"] or practice.next_start(practice.local_day(now))
        try:
            made = enrol(client=client, programme=programme, coach=coach, starts_on=starts_on, by=None, now=now)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        set_cover(enrolment=made, source="office", through_week=options["cover"], now=now)
        self.stdout.write(f"Invited {client.email}: starts on {starts_on:%d-%m-%Y}, covered through week {options['cover']}.")

    def client(self, options: dict[str, Any]) -> User:
        known = User.objects.filter(email=options["email"].strip().lower()).first()
        if known:
            return known
        if not options["name"]:
            raise CommandError("Say who this is: --name 'First Last'.")
        try:
            return User.objects.create_user(options["email"], name=options["name"], language=options["language"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
