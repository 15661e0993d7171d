"""The databases of a run: made beside whatever else the server holds, prepared by the portal's own command, dropped at the end."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis

from tests.bench.figures import Figure, told
from tests.services import Services

ROOT = Path(__file__).resolve().parent.parent.parent
RING = "bench:" + "b25seSBmb3IgdGhlIGJlbmNoLCB0aGlydHktdHdvISE="


@dataclass(frozen=True)
class Portal:
    """One portal to measure: `name` is that of its database, `size` how many enrolments it holds."""

    name: str
    size: int
    here: Services
    folder: Path

    def environment(self) -> dict[str, str]:
        own = {
            "DATABASE_URL": on(self.here.database, self.name),
            "KEYRING_URL": on(self.here.database, f"{self.name}_keyring"),
            "REDIS_URL": self.here.redis,
            "VAR_DIR": str(self.folder),
            "VAULT_KEYS": RING,
            "LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        }
        return {name: value for name, value in os.environ.items() if name not in LEAKS} | own

    def run(self, *arguments: str) -> str:
        """What `python ARGUMENTS` says on this portal."""
        done = subprocess.run([sys.executable, *arguments], env=self.environment(), cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        return done.stdout

    def measure(self, module: str, *arguments: str) -> list[Figure]:
        return told(self.run(*part(module, *arguments)))


PART = "import sys, django; django.setup(); from tests.bench import {module}; {module}.main(*sys.argv[1:])"
LEAKS = {"SITE_URL", "SECRET_KEY", "MAIL_URL", "MAIL_FROM", "DEMO", "DEBUG", "HOST", "PORT", "VAULT_KEYS_FILE", "TRUSTED_PROXIES"}
LEAKS |= {"STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_API_BASE", "PAYMENTS_DEMO"}


def part(module: str, *arguments: str) -> tuple[str, ...]:
    """What Python is to run for one part: `main(*arguments)` of a module beside this one, in a process of its own."""
    return ("-c", PART.format(module=module), *arguments)


def on(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


@contextlib.contextmanager
def portals(here: Services, folder: Path, sizes: dict[str, int]) -> Iterator[list[Portal]]:
    """Portals without people: the first is built by the portal's own command, the others are copies of it."""
    made = [Portal(f"bench_{name}", size, here, folder) for name, size in sizes.items()]
    with psycopg.connect(here.database, autocommit=True) as server:
        try:
            first, *others = made
            create(server, first.name)
            first.run("manage.py", "prepare", "--no-content")
            first.run("manage.py", "load_curriculum", "-v0")
            for other in others:
                create(server, other.name, copy_of=first.name)
            yield made
        finally:
            for each in made:
                drop(server, each.name)
            empty_broker(here.redis)


def create(server: "psycopg.Connection[tuple[object, ...]]", name: str, copy_of: str | None = None) -> None:
    drop(server, name)
    for suffix in ("", "_keyring"):
        template = f"TEMPLATE {copy_of}{suffix}" if copy_of else ""
        server.execute(f"CREATE DATABASE {name}{suffix} {template}".encode())


def drop(server: "psycopg.Connection[tuple[object, ...]]", name: str) -> None:
    for suffix in ("", "_keyring"):
        server.execute(f"DROP DATABASE IF EXISTS {name}{suffix} WITH (FORCE)".encode())


def empty_broker(url: str) -> None:
    """The sweeps nudged workers that are not there."""
    with redis.Redis.from_url(url) as broker:
        broker.delete("celery")
