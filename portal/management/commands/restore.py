from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from keyring import ring
from portal import backup
from portal.one_start import Refused, private_folder, take_lock


class Command(BaseCommand):
    help = "Brings both databases and the media back from a backup. The portal must be stopped."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--force", action="store_true", help="replace what is in the databases now")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            private_folder(settings.VAR_DIR)
            # Held until this process ends: a start waits, or is refused, meanwhile.
            take_lock(settings.VAR_DIR, settings.SITE_URL, patience=0)
            done = backup.restore(options["folder"], force=options["force"])
        except (Refused, backup.Refusal) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"Back to {done.made_at}: {done.rows['default']} rows, {done.rows['keyring']} rows of keys, {done.media} media files."
        )
        self.look_at_ring()

    def look_at_ring(self) -> None:
        try:
            ring.check()
        except ring.RingError as error:
            raise CommandError(f"Everything is back, but cannot be opened yet. {error}") from None
        self.stdout.write("The key ring opens what was sealed.")
