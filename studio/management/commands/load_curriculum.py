"""manage.py load_curriculum [FOLDER] [--force]"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from studio.broken import Broken
from studio.curriculum import read_folder
from studio.load import Loaded, load


class Command(BaseCommand):
    help = "Read a folder of the curriculum and publish it. What was edited in the back office since stays as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "curriculum" / "nl")
        parser.add_argument("--force", action="store_true", help="replace also what was edited in the back office since")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            curriculum = read_folder(options["folder"])
        except Broken as broken:
            raise CommandError(f"Nothing was loaded. {broken}") from None
        self.tell(load(curriculum=curriculum, force=options["force"], now=timezone.now()))

    def tell(self, done: Loaded) -> None:
        self.stdout.write(f"{len(done.made)} made, {len(done.changed)} changed, {len(done.kept)} kept, {len(done.retired)} retired.")
        for name in done.changed:
            self.stdout.write(f"  changed: {name}")
        for name in done.kept:
            self.stdout.write(f"  kept, because it was edited in the back office: {name} (--force replaces it)")
        for name in done.retired:
            self.stdout.write(f"  retired: {name}")
