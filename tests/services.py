"""PostgreSQL and Redis for the tests: found by environment, on their usual ports, or brought up here and ended afterwards.

`python -m tests.services -- COMMAND` runs the command with TEST_DATABASE_URL and TEST_REDIS_URL set. Where nothing can be found or
brought up it says so in one loud line, and with CI=true or REQUIRE_SERVICES=1 that is a failure.
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import redis

PACKAGES = {"postgres": "postgresql", "redis-server": "redis-server", "chromium": "chromium"}
USUAL_DATABASE = "postgresql://postgres:postgres@127.0.0.1:5432/postgres"
USUAL_REDIS = "redis://127.0.0.1:6379/15"
INITDB = ("--auth=trust", "--username=tests", "--encoding=UTF8", "--locale=C", "--no-sync")
# Nothing here outlives the run, so nothing needs to reach the disk.
POSTGRES = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=200", "unix_socket_directories=")


@dataclass(frozen=True)
class Services:
    """Addresses of a PostgreSQL whose user may make databases, and of a Redis that may be emptied; empty when there is none."""

    database: str
    redis: str

    def environment(self) -> dict[str, str]:
        return {"TEST_DATABASE_URL": self.database, "TEST_REDIS_URL": self.redis}


def required() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"} or os.environ.get("REQUIRE_SERVICES") == "1"


def missing(what: str) -> None:
    line = f"!!! {what} IS NOT HERE AND COULD NOT BE BROUGHT UP: everything that needs it DOES NOT RUN !!!"
    print(line, file=sys.stderr, flush=True)
    if required():
        raise SystemExit(1)


# --- Finding programs ---
def program(name: str) -> str | None:
    """A program on PATH or in Debian's folder of PostgreSQL; as root on Debian it is installed when missing."""
    return located(name) or (located(name) if install(name) else None)


def located(name: str) -> str | None:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return shutil.which(name) or next((str(folder / name) for folder in folders if (folder / name).exists()), None)


def install(name: str) -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    package = PACKAGES.get(name, "postgresql")
    print(f"Installing {package} for the tests ...", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "-qq", "update"], ["apt-get", "-qq", "install", "--yes", "--no-install-recommends", package]):
        subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)
    return located(name) is not None


def chromium() -> str | None:
    """A Chromium of this machine; CHROMIUM names another."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    here = os.environ.get("CHROMIUM") or next((found for name in names if (found := shutil.which(name))), None)
    return here or program("chromium")


# --- Bringing up ---
def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def unprivileged() -> str | None:
    """PostgreSQL refuses to run as root: the user it runs as then."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


def waited(ready: Callable[[], bool], process: subprocess.Popen[bytes], seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        if ready():
            return True
        time.sleep(0.1)
    return False


def database_answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=2) as connection:
            row = connection.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
            return bool(row and row[0])
    except psycopg.Error:
        return False


def redis_answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


@contextlib.contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


@contextlib.contextmanager
def own_postgres(folder: Path) -> Iterator[str]:
    """A PostgreSQL of our own on loopback, in `folder`; yields its address, empty when it does not come up."""
    server, initdb = program("postgres"), program("initdb")
    if not server or not initdb:
        yield ""
        return
    data, user, port = folder / "postgres", unprivileged(), free_port()
    data.mkdir(mode=0o700)
    if user:
        shutil.chown(data, user)
        shutil.chown(folder, user)
    subprocess.run([initdb, *INITDB, str(data)], check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)
    settings = [part for setting in POSTGRES for part in ("-c", setting)]
    command = [server, "-D", str(data), "-h", "127.0.0.1", "-p", str(port), *settings]
    url = f"postgresql://tests@127.0.0.1:{port}/postgres"
    with (folder / "postgres.log").open("wb") as log:
        process = subprocess.Popen(command, user=user, cwd=folder, stdout=log, stderr=log)
    with ended(process):
        yield url if waited(lambda: database_answers(url), process) else ""


@contextlib.contextmanager
def own_redis(folder: Path) -> Iterator[str]:
    server = program("redis-server")
    if not server:
        yield ""
        return
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"]
    process = subprocess.Popen([server, *options], cwd=folder, stdout=subprocess.DEVNULL)
    url = f"redis://127.0.0.1:{port}/0"
    with ended(process):
        yield url if waited(lambda: redis_answers(url), process) else ""


@contextlib.contextmanager
def services() -> Iterator[Services]:
    """Both, found or brought up; everything that was brought up is ended and removed."""
    # Ended from outside, it still ends what it brought up.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-services-", ignore_cleanup_errors=True)))
        database = found("TEST_DATABASE_URL", USUAL_DATABASE, database_answers) or stack.enter_context(own_postgres(folder))
        cache = found("TEST_REDIS_URL", USUAL_REDIS, redis_answers) or stack.enter_context(own_redis(folder))
        for address, what in ((database, "POSTGRESQL"), (cache, "REDIS")):
            if not address:
                missing(what)
        yield Services(database, cache)


def found(variable: str, usual: str, answers: Callable[[str], bool]) -> str:
    """The address in `variable`, which must then answer, or the usual one when something answers there."""
    named = os.environ.get(variable, "")
    if named and not answers(named):
        raise SystemExit(f"{variable} is set, but nothing usable answers there.")
    return named or (usual if answers(usual) else "")


def main(arguments: list[str]) -> int:
    command = arguments[arguments.index("--") + 1 :]
    with services() as here:
        return subprocess.run(command, env=os.environ | here.environment(), check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
