"""An empty, migrated SQLite database is made once for each state of the migrations and copied afterwards: migrating takes
longer than most tests together. What is copied is exactly what `migrate` made, under a name that is a hash of all it depends on.
"""

import hashlib
import os
import sqlite3
import tempfile
from contextlib import closing
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connections

FOLDER = Path(tempfile.gettempdir()) / f"portal-test-schema-{os.getuid()}"


def fingerprint() -> str:
    """Of every migration and model of every installed app, and of the versions of all packages."""
    made = hashlib.sha256(repr(sorted(f"{each.name} {each.version}" for each in distributions())).encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.name):
        for file in sorted(Path(app.path).glob("**/*.py")):
            if "migrations" in file.parts or "models" in file.parts or file.name == "models.py":
                made.update(f"{app.name} {file.name}".encode() + file.read_bytes())
    return made.hexdigest()[:24]


def migrate_once(name: str, *arguments: Any, **options: Any) -> Any:
    """As `call_command`; the `migrate` with which Django makes a test database in SQLite copies what an earlier one of the
    same state made, or leaves its own behind. Any other is left alone: `run_syncdb` is what tells that one apart."""
    alias = options.get("database", "default")
    if name != "migrate" or not options.get("run_syncdb") or connections[alias].vendor != "sqlite":
        return call_command(name, *arguments, **options)
    kept = FOLDER / f"{fingerprint()}-{alias}.sqlite3"
    if kept.exists():
        with closing(sqlite3.connect(kept)) as source:
            source.backup(live(alias))
        return None
    done = call_command(name, *arguments, **options)
    keep(alias, kept)
    return done


def live(alias: str) -> sqlite3.Connection:
    connection = connections[alias]
    connection.ensure_connection()
    found: sqlite3.Connection = connection.connection
    return found


def keep(alias: str, kept: Path) -> None:
    """Written beside and moved: several test processes may do this at once."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    beside = kept.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(beside)) as target:
        live(alias).backup(target)
    beside.replace(kept)
