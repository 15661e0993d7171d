"""A real worker on a real broker, and `manage.py check_worker` that proves it."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal import commands
from portal.one_start import private_folder
from tests.browser import ROOT, Portal, fresh_servers


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with fresh_servers("worker") as servers:
        portal = Portal(tmp_path_factory.mktemp("worker"), settings=servers)
        portal.manage("prepare", "--no-content")
        yield portal


@contextmanager
def working(portal: Portal) -> Iterator[subprocess.Popen[bytes]]:
    environment = portal.environment() | {"TMPDIR": str(portal.folder / "var" / "tmp")}
    private_folder(portal.folder / "var")
    process = subprocess.Popen(commands.worker(redis="REDIS_URL" in portal.settings), cwd=ROOT, env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def asked(portal: Portal, seconds: str) -> subprocess.CompletedProcess[str]:
    command = commands.manage("check_worker", "--timeout", seconds)
    return subprocess.run(command, cwd=ROOT, env=portal.environment(), capture_output=True, text=True, check=False)


@pytest.mark.engine
def test_a_worker_that_runs_leaves_its_mark(portal: Portal) -> None:
    with working(portal):
        done = asked(portal, "20")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("A worker did the job in ")


@pytest.mark.engine
def test_without_a_worker_it_says_so_and_fails(portal: Portal) -> None:
    done = asked(portal, "0.5")
    assert done.returncode == 1
    assert done.stderr.strip().endswith("No worker did the job within 0.5 seconds: is a worker running?")


def test_a_job_waits_in_a_private_folder_and_names_nothing_but_its_argument(portal: Portal) -> None:
    asked(portal, "0.2")
    queue = portal.folder / "var" / "queue"
    assert queue.stat().st_mode & 0o777 == 0o700
    message = json.loads(max(queue.glob("*.msg")).read_text())
    assert message["headers"]["task"] == "portal.tasks.leave_mark"
    assert message["headers"]["argsrepr"].count("'") == 2
    assert message["headers"]["kwargsrepr"] == "{}"


def test_a_worker_makes_its_queue_folder_itself(portal: Portal) -> None:
    queue = portal.folder / "var" / "queue"
    subprocess.run(["rm", "-r", str(queue)], check=True)
    with working(portal):
        wait_for(queue)
        assert queue.stat().st_mode & 0o777 == 0o700
        assert asked(portal, "20").returncode == 0


def wait_for(path: Path) -> None:
    until = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_an_empty_message_ends_the_worker_which_is_why_it_is_supervised(portal: Portal) -> None:
    with working(portal) as process:
        assert asked(portal, "20").returncode == 0
        (portal.folder / "var" / "queue" / "1_torn.celery.msg").touch()
        assert process.wait(timeout=20) != 0
    with working(portal):
        assert asked(portal, "20").returncode == 0
