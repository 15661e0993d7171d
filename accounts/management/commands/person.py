"""Makes a person: the first staff of a practice, before anybody can log in."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.vault import ensure_keys


class Command(BaseCommand):
    help = "Makes a person, or gives one who is there a role. They log in by a mailed code; staff then set up a second factor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", help="needed for somebody new")
        parser.add_argument("--coach", action="store_true")
        parser.add_argument("--office", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        roles = {"is_coach": options["coach"], "is_office": options["office"]}
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        made = user is None
        user = self.add(options, roles) if user is None else self.give_roles(user, roles)
        ensure_keys(user.subject)
        held = [role for role, has in (("coach", user.is_coach), ("office", user.is_office)) if has]
        self.stdout.write(f"{'Made' if made else 'Kept'} {user.email} ({', '.join(held) or 'client'}).")

    def add(self, options: dict[str, Any], roles: dict[str, bool]) -> User:
        if not options["name"]:
            raise CommandError("Say who this is: --name 'First Last'.")
        try:
            return User.objects.create_user(options["email"], name=options["name"], **roles)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None

    def give_roles(self, user: User, roles: dict[str, bool]) -> User:
        given = [role for role, wanted in roles.items() if wanted]
        for role in given:
            setattr(user, role, True)
        user.save(update_fields=given)
        return user
