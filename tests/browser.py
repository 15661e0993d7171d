"""A real portal and a real Chromium for the journeys."""

import itertools
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.services import chromium, free_port

ROOT = Path(__file__).resolve().parent.parent
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# What Chromium wants only where it runs as root, as in a container.
AS_ROOT = ("--no-sandbox", "--disable-dev-shm-usage")


@contextmanager
def launched() -> Iterator[Browser]:
    """Chromium of this machine, without a word to anyone outside it."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


def launch(playwright: Playwright) -> Browser:
    path = chromium()
    assert path, "no Chromium here: set CHROMIUM to the path of one"
    arguments = [*QUIET, *(AS_ROOT if os.geteuid() == 0 else ())]
    return playwright.chromium.launch(executable_path=path, args=arguments)


@dataclass
class Portal:
    """A portal started with `python -m portal.supervisor` in a folder of its own: web, worker, beat and the demo."""

    folder: Path
    port: int = field(default_factory=free_port)
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "portal.log"

    def environment(self) -> dict[str, str]:
        own = {"VAR_DIR": str(self.folder / "var"), "PORT": str(self.port), "VAULT_KEYS": "", "LOG_LEVEL": "INFO"}
        return {**os.environ, **own, "DATABASE_URL": "", "KEYRING_URL": "", "REDIS_URL": "", **self.settings}

    def start(self, seconds: float = 180) -> None:
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "portal.supervisor"]
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment(), stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        said = self.log.stat().st_size
        until = time.monotonic() + seconds
        while "The portal is up" not in self.log.read_text()[said:]:
            assert self.process.poll() is None, f"the portal did not start:\n{self.log.read_text()[-3000:]}"
            assert time.monotonic() < until, f"the portal is not up after {seconds:g} s:\n{self.log.read_text()[-3000:]}"
            time.sleep(0.1)

    def stop(self, number: int = signal.SIGTERM) -> int:
        assert self.process, "it was never started"
        self.process.send_signal(number)
        return self.process.wait(timeout=30)

    def manage(self, *arguments: str) -> str:
        """What a command of manage.py says; an error of it is an error of the test."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment(), capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@contextmanager
def running_portal() -> Iterator[Portal]:
    """A portal with its demo, on PostgreSQL and Redis when this run is on them, stopped and removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="portal-journey-", ignore_cleanup_errors=True) as folder, fresh_servers() as settings:
        portal = Portal(Path(folder), settings=settings)
        try:
            portal.start()
            yield portal
        finally:
            if portal.process and portal.process.poll() is None:
                portal.stop()


def brokers() -> Iterator[int]:
    """Numbers of Redis databases, another for each portal that runs at the same time: one portal's worker would do the jobs of
    the other's. There are 16; those from 10 on are of the tests themselves."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    mine = range(5 * (worker % 2), 5 * (worker % 2) + 5)
    return itertools.cycle(mine)


BROKERS = brokers()


@contextmanager
def fresh_servers(prefix: str = "journey") -> Iterator[dict[str, str]]:
    """Settings that name two new databases and an emptied Redis; none on the SQLite run."""
    server = os.environ.get("TEST_DATABASE_URL", "")
    if not server:
        yield {}
        return
    names = {"DATABASE_URL": f"{prefix}_{os.getpid()}", "KEYRING_URL": f"{prefix}_keyring_{os.getpid()}"}
    broker = urlsplit(os.environ["TEST_REDIS_URL"])._replace(path=f"/{next(BROKERS)}").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        for name in names.values():
            connection.execute(f"CREATE DATABASE {name}")
        with redis.Redis.from_url(broker) as client:
            client.flushdb()
        try:
            yield {setting: urlsplit(server)._replace(path=f"/{name}").geturl() for setting, name in names.items()} | {"REDIS_URL": broker}
        finally:
            for name in names.values():
                connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
