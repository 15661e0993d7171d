"""Looking for words that somebody wrote, however they may have been written down, in everything that a portal leaves behind."""

import base64
import json
import subprocess
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import redis

from tests.journeys.practice import Practice

Found = dict[str, set[str]]


def spellings(word: str) -> set[bytes]:
    """The bytes of a word in UTF-8 and UTF-16, in base64 at each alignment, in hex, JSON, HTML and an address."""
    texts = {word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"), json.dumps(word)[1:-1].encode()}
    hexed = {text.hex().encode() for text in texts}
    spelt = {quote(word).encode(), word.encode("ascii", "xmlcharrefreplace"), *hexed, *(text.upper() for text in hexed)}
    return texts | spelt | {part for text in texts for part in in_base64(text)}


def in_base64(text: bytes) -> Iterator[bytes]:
    """What base64 makes of the text wherever it may begin; what depends on the neighbours is cut off."""
    for before in range(3):
        whole = base64.b64encode(bytes(before) + text)
        first = -(-before * 4 // 3)
        inside = whole[first : len(bytes(before) + text) * 4 // 3]
        yield inside
        yield inside.replace(b"+", b"-").replace(b"/", b"_")


class Search:
    """Which of some words stand where. `places` remembers every place that was looked at."""

    def __init__(self, words: Iterable[str]) -> None:
        self.spellings = {word: spellings(word) for word in words}
        self.places: list[str] = []
        self.found: Found = {}

    def look(self, place: str, data: bytes) -> None:
        self.places.append(place)
        found = {word for word, each in self.spellings.items() if any(bytes_ in data for bytes_ in each)}
        if found:
            self.found[place] = self.found.get(place, set()) | found

    def look_in_files(self, name: str, folder: Path) -> None:
        """Every file under a folder, by its bytes."""
        for path in sorted(folder.rglob("*")):
            try:
                if path.is_file():
                    self.look(f"{name}: {path.relative_to(folder)}", path.read_bytes())
            except FileNotFoundError:  # a queue's message that was just taken
                continue

    def look_in_rows(self, practice: Practice, alias: str) -> None:
        """Every column of every table as text, bytes in hex; what a session compressed is opened first."""
        for table in tables(practice, alias):
            rows = practice.rows(f'SELECT * FROM "{table}"', alias)
            self.look(f"rows: {alias}.{table}", b"\n".join(as_bytes(value) for row in rows for value in row))
            if table == "django_session":
                self.look(f"rows: {alias}.{table}, opened", b"\n".join(opened(str(value)) for row in rows for value in row))

    def look_in_dump(self, practice: Practice, alias: str, url: str) -> None:
        """What pg_dump writes of a database."""
        done = subprocess.run(["pg_dump", f"--dbname={url}"], capture_output=True, check=True, timeout=120)
        self.look(f"pg_dump: {alias}", done.stdout)

    def look_in_backup(self, folder: Path) -> None:
        """What `manage.py backup` wrote; a dump of PostgreSQL is compressed, so it is unpacked."""
        self.look_in_files("backup", folder)
        for dump in folder.rglob("*.dump"):
            done = subprocess.run(["pg_restore", "--file=-", str(dump)], capture_output=True, check=True, timeout=120)
            self.look(f"backup: {dump.relative_to(folder)}, unpacked", done.stdout)

    def look_in_server(self, url: str) -> bool:
        """PostgreSQL's own files, WAL and log, where this machine and this user can read them; whether they could."""
        with psycopg.connect(url, autocommit=True) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
            folder = Path(row[0]) if row else Path("/nowhere")
            if not (folder / "pg_wal").is_dir():
                return False
            connection.execute("CHECKPOINT")
            names = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
        self.look_in_files("WAL", folder / "pg_wal")
        if names:
            self.look_in_files("PostgreSQL", folder / "base" / str(names[0]))
        for log in folder.parent.glob("*.log"):
            self.look(f"PostgreSQL: {log.name}", log.read_bytes())
        return True

    def look_in_redis(self, url: str) -> None:
        """Every key with all that it holds."""
        with redis.Redis.from_url(url) as client:
            for key in client.scan_iter():
                self.look(f"Redis: {key.decode(errors='replace')}", key + b"\n" + b"\n".join(held(client, key)))


def tables(practice: Practice, alias: str) -> list[str]:
    every = (
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        if practice.on_postgres
        else "SELECT name FROM sqlite_master WHERE type = 'table'"
    )
    return [str(row[0]) for row in practice.rows(every, alias)]


def as_bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def opened(session: str) -> bytes:
    """The JSON in a session's row; empty for what is no session. One that begins with a dot is compressed."""
    packed = session.partition(":")[0]
    body = packed.removeprefix(".")
    try:
        data = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        return zlib.decompress(data) if packed.startswith(".") else data
    except (ValueError, zlib.error):
        return b""


def held(client: "redis.Redis", key: bytes) -> list[bytes]:
    kind = client.type(key)
    if kind == b"string":
        return [client.get(key) or b""]
    if kind == b"list":
        return list(client.lrange(key, 0, -1))
    if kind == b"hash":
        return [part for pair in client.hgetall(key).items() for part in pair]
    return list(client.smembers(key)) if kind == b"set" else [member for member, _ in client.zrange(key, 0, -1, withscores=True)]
