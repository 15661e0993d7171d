from argparse import ArgumentParser
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError
from kombu.exceptions import OperationalError

from portal.tasks import leave_mark, mark_of


class Command(BaseCommand):
    help = "Sends a job through the real broker and waits until a worker has done it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--timeout", type=float, default=10.0, help="seconds to wait (default 10)")

    def handle(self, *args: Any, **options: Any) -> None:
        token, began = str(uuid4()), monotonic()
        try:
            leave_mark.apply_async((token,), retry=False, expires=options["timeout"])
        except (OperationalError, OSError) as error:
            raise CommandError(f"The broker takes no jobs ({type(error).__name__}): nothing was sent.") from None
        while not cache.get(mark_of(token)):
            if monotonic() - began > options["timeout"]:
                raise CommandError(f"No worker did the job within {options['timeout']:g} seconds: is a worker running?")
            sleep(0.05)
        self.stdout.write(f"A worker did the job in {(monotonic() - began) * 1000:.0f} ms.")
