"""A copy of everything but the key ring, and the way back.

    <folder>/manifest.json            what is in it: versions, rows by table, size and sha256 of each file
    <folder>/default/database.*       what people wrote, sealed; the weeks and their sound
    <folder>/keyring/database.*       the keys of people, wrapped; keep these apart from the texts and for 14 days at most
    <folder>/media/...                what stands in the folder of files, if anything does

The key ring is never in it: whoever holds a backup and no ring can read nothing.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

FORMAT = 1
# Texts first: a key is made before what it seals, so each text in the copy has its key in the copy that is made after it.
ALIASES = ("default", "keyring")


class Refusal(Exception):
    """A backup or restore that does not happen; the message says why and what to do."""


def vendor(alias: str) -> str:
    return connections[alias].vendor


def file_of(folder: Path, alias: str) -> Path:
    return folder / alias / ("database.sqlite3" if vendor(alias) == "sqlite" else "database.dump")


# --- Making one ---
def make(folder: Path, now: datetime) -> dict[str, Any]:
    """Write a backup into `folder`, which must be new or empty. Returns the manifest. Raises Refusal."""
    if folder.exists() and any(folder.iterdir()):
        raise Refusal(f"{folder} is not empty: give each backup a folder of its own.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A folder that was there already keeps its own rights otherwise.
    folder.chmod(0o700)
    for alias in ALIASES:
        file_of(folder, alias).parent.mkdir(mode=0o700)
        dump(alias, file_of(folder, alias))
    copy_media(settings.VAR_DIR / "media", folder / "media")
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    manifest = {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "engines": {alias: vendor(alias) for alias in ALIASES},
        "rows": {alias: rows(alias) for alias in ALIASES},
        "files": {str(path.relative_to(folder)): proof(path) for path in files(folder)},
    }
    write_private(folder / "manifest.json", json.dumps(manifest, indent=1, sort_keys=True))
    return manifest


def dump(alias: str, file: Path) -> None:
    if vendor(alias) == "sqlite":
        with closing(sqlite3.connect(file)) as copy:
            raw(alias).backup(copy)
            # A copy of a database in WAL mode would ask for companions beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
    else:
        postgres(alias, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}")


def copy_media(source: Path, target: Path) -> None:
    # After the databases: a file is written before the row that names it.
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        target.mkdir(mode=0o700)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json")


def proof(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def rows(alias: str) -> dict[str, int]:
    """How many rows each table holds."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        return {name: count(cursor, connection.ops.quote_name(name)) for name in sorted(names)}


def count(cursor: Any, quoted: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {quoted}")  # noqa: S608 - a name that the database itself gave, quoted
    return int(cursor.fetchone()[0])


def write_private(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)


# --- The way back ---
@dataclass(frozen=True)
class Restored:
    """What came back: the moment of the backup, rows by database, and the number of media files."""

    made_at: str
    rows: dict[str, int]
    media: int


def restore(folder: Path, *, force: bool = False) -> Restored:
    """Bring both databases and the media back to what `folder` holds. Raises Refusal before anything is changed."""
    manifest = verified(folder)
    if not force:
        for alias in ALIASES:
            refuse_if_used(alias)
    for alias in ALIASES:
        # Everything was looked at before this line; from here on it changes.
        load(alias, file_of(folder, alias))
        compare(alias, manifest["rows"][alias])
    media = replace_media(folder / "media", settings.VAR_DIR / "media")
    return Restored(manifest["made_at"], {alias: sum(manifest["rows"][alias].values()) for alias in ALIASES}, media)


def verified(folder: Path) -> dict[str, Any]:
    """The manifest of a backup of which every file is as it was written."""
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    except (OSError, ValueError):
        raise Refusal(f"{folder} holds no backup: its manifest.json is missing or cannot be read.") from None
    if manifest.get("format") != FORMAT:
        raise Refusal(f"{folder} was made by another version of the portal: its format is {manifest.get('format')}.")
    if {str(path.relative_to(folder)) for path in files(folder)} != set(manifest["files"]):
        raise Refusal(f"{folder} lacks files that its manifest names, or holds others: nothing was changed.")
    for name, expected in manifest["files"].items():
        if proof(folder / name) != expected:
            raise Refusal(f"{name} is not as it was written: nothing was changed.")
    for alias, engine in manifest["engines"].items():
        if engine != vendor(alias):
            raise Refusal(f"The backup of {alias} comes from {engine} and this portal runs on {vendor(alias)}: nothing was changed.")
    return manifest


def refuse_if_used(alias: str) -> None:
    if any(rows(alias).values()):
        raise Refusal(f"The database {alias} is not empty. To replace all that is in it, stop the portal and add --force.")
    if others_connected(alias):
        raise Refusal(f"Something else is connected to the database {alias}: stop the portal first.")


def others_connected(alias: str) -> int:
    """How many other sessions use the database; SQLite knows no sessions, there the run lock tells."""
    if vendor(alias) == "sqlite":
        return 0
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        return int(cursor.fetchone()[0])


def load(alias: str, file: Path) -> None:
    if vendor(alias) == "sqlite":
        with closing(sqlite3.connect(file)) as copy:
            copy.backup(raw(alias))
        with connections[alias].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    with connections[alias].cursor() as cursor:
        # Those that the backup does not know would stay behind otherwise.
        for name in connections[alias].introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE IF EXISTS {connections[alias].ops.quote_name(name)} CASCADE")
    options = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
    postgres(alias, "pg_restore", *options, str(file), into=True)


def compare(alias: str, expected: dict[str, int]) -> None:
    found = rows(alias)
    if found != expected:
        wrong = sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))
        raise Refusal(f"The database {alias} came back with other numbers of rows than were saved, in: {', '.join(wrong)}.")


def replace_media(source: Path, target: Path) -> int:
    # Copied beside and moved, so that a full disk leaves the files that were there.
    beside = target.with_name("media.restoring")
    shutil.rmtree(beside, ignore_errors=True)
    shutil.copytree(source, beside)
    shutil.rmtree(target, ignore_errors=True)
    beside.rename(target)
    return len(files(target))


# --- Engines ---
def raw(alias: str) -> sqlite3.Connection:
    connections[alias].ensure_connection()
    connection: sqlite3.Connection = connections[alias].connection
    return connection


def postgres(alias: str, *command: str, into: bool = False) -> None:
    """Run a PostgreSQL client; its address goes by the environment, where a process list does not show it."""
    wanted = connections[alias].settings_dict
    address = {"PGHOST": wanted["HOST"], "PGPORT": wanted["PORT"], "PGUSER": wanted["USER"], "PGPASSWORD": wanted["PASSWORD"]}
    environment = os.environ | {name: str(value) for name, value in address.items() if value} | {"PGDATABASE": str(wanted["NAME"])}
    database = [f"--dbname={wanted['NAME']}"] if into else []
    try:
        subprocess.run([command[0], *database, *command[1:]], env=environment, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise Refusal(f"{command[0]} is not installed here: on Debian, apt install postgresql-client.") from None
    except subprocess.CalledProcessError as error:
        raise Refusal(f"{command[0]} failed: {error.stderr.strip().splitlines()[0]}") from None
