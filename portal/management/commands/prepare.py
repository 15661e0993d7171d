"""Everything that must be true before the first request; what is already so is only looked at, so a second start is quick."""

import hashlib
import os
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections
from django.utils import timezone

from keyring import ring
from portal import catalogues
from portal.celery import make_queue_folders, queue_folders
from portal.health import unapplied
from programme import release
from programme.models import Programme

LONG_AWAY = timedelta(hours=26)


class Command(BaseCommand):
    help = "Prepares folders, databases, key ring, static files, words and content; run before each start."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-content", action="store_true", help="leave out the curriculum and the demo")

    def handle(self, *args: Any, **options: Any) -> None:
        os.umask(0o077)
        make_folders()
        for alias in ("default", "keyring"):
            self.migrate(alias)
        self.make_cache_table()
        self.look_at_ring()
        self.compile_words()
        self.collect_static()
        if not options["no_content"]:
            self.load_content()
            self.catch_up()

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        began = monotonic()
        self.stdout.write(f"{what} ...", ending="")
        self.stdout.flush()
        yield
        self.stdout.write(f" {monotonic() - began:.1f} s")

    def migrate(self, alias: str) -> None:
        try:
            waiting = unapplied(alias)
        except OperationalError as error:
            raise CommandError(f"The database {alias} does not answer: {str(error).splitlines()[0]}") from None
        if waiting:
            with self.step(f"Building the database {alias}, {waiting} steps"):
                labels = [] if alias == "default" else [alias]
                call_command("migrate", *labels, database=alias, interactive=False, verbosity=0)

    def make_cache_table(self) -> None:
        wanted = settings.CACHES["default"]
        if wanted["BACKEND"].endswith("DatabaseCache") and wanted["LOCATION"] not in connections["default"].introspection.table_names():
            call_command("createcachetable", verbosity=0)

    def look_at_ring(self) -> None:
        try:
            ring.ensure()
        except ring.RingError as error:
            raise CommandError(str(error)) from None

    def compile_words(self) -> None:
        compiled = catalogues.compile_all()
        if compiled:
            self.stdout.write(f"Compiled the words of {len(compiled)} languages")

    def collect_static(self) -> None:
        stamp, now = settings.STATIC_ROOT / ".collected", fingerprint()
        if not stamp.exists() or stamp.read_text() != now:
            with self.step("Gathering style sheets and images"):
                call_command("collectstatic", interactive=False, clear=True, verbosity=0)
                stamp.write_text(now)

    def load_content(self) -> None:
        if not Programme.objects.exists():
            with self.step("Loading the curriculum"):
                call_command("load_curriculum", verbosity=0, stdout=StringIO())
        if settings.DEMO and not get_user_model().objects.exists():
            with self.step("Inventing a practice with its clients for the demo"):
                call_command("demo", verbosity=0, stdout=StringIO())

    def catch_up(self) -> None:
        last = release.health(timezone.now()).last_swept_at
        if last is None or timezone.now() - last < LONG_AWAY:
            return
        if settings.DEMO:
            with self.step("Opening the weeks that fell due while the portal was away"):
                call_command("open_due", catch_up=True, verbosity=0, stdout=StringIO())
        else:
            self.stdout.write(
                f"The portal last looked for weeks to open on {timezone.localtime(last):%d-%m-%Y %H:%M}. "
                "If this machine's clock is right, open what fell due since with: manage.py open_due --catch-up"
            )


def make_folders() -> None:
    """Folders that others on this machine cannot look into, and an empty queue: the database holds everything it would ask for."""
    try:
        for folder in (settings.VAR_DIR, settings.VAR_DIR / "media", settings.VAR_DIR / "tmp", settings.STATIC_ROOT, settings.MAILBOX_DIR):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        settings.VAR_DIR.chmod(0o700)
        make_queue_folders()
        empty_queue()
    except OSError as error:
        raise CommandError(f"The portal keeps its data in {settings.VAR_DIR}, and that cannot be written: {error.strerror}.") from None


def empty_queue() -> None:
    for folder in set(queue_folders()):
        for message in folder.glob("*.msg"):
            message.unlink(missing_ok=True)


def fingerprint() -> str:
    """Changes with any file under static/, with how they are gathered and with any installed version."""
    sources = sorted(path for folder in settings.STATICFILES_DIRS for path in Path(folder).rglob("*") if path.is_file())
    looks = [f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in sources]
    looks += [(settings.BASE_DIR / source).read_text() for source in ("requirements/base.txt", "portal/styles.py")]
    return hashlib.sha256("\n".join(looks).encode()).hexdigest()
