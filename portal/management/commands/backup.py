import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal import backup


class Command(BaseCommand):
    help = "Copies both databases and the media into a folder; the key ring is never in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, help="a new folder (default: var/backups/<moment>)")

    def handle(self, *args: Any, **options: Any) -> None:
        os.umask(0o077)
        now = timezone.now()
        folder = options["folder"] or settings.VAR_DIR / "backups" / f"{now:%Y%m%dT%H%M%SZ}"
        try:
            manifest = backup.make(folder, now)
        except (backup.Refusal, OSError) as error:
            raise CommandError(str(error)) from None
        rows = {alias: sum(tables.values()) for alias, tables in manifest["rows"].items()}
        size = sum(file["bytes"] for file in manifest["files"].values())
        self.stdout.write(f"Saved {rows['default']} rows, {rows['keyring']} rows of keys and the media, {size / 1e6:.1f} MB, in {folder}")
        self.stdout.write("The key ring is not in it: without the ring nothing in it can be read. Keep a copy of the ring elsewhere.")
