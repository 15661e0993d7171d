"""The whole portal as `make run` starts it: real web, worker and beat, on whichever engine this run has."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from tests.browser import ROOT, Portal, running_portal

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def portal() -> Iterator[Portal]:
    with running_portal() as portal:
        yield portal


def supervisor_of(portal: Portal) -> int:
    return int((portal.folder / "var" / "run.lock").read_text().split()[0])


def processes() -> list[tuple[int, int, int, str]]:
    """Process, parent, group and command line of everything that runs, without those that only wait to be looked at."""
    listed = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,ppid=,pgid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    split = [line.split(maxsplit=4) for line in listed.splitlines()]
    return [(int(pid), int(parent), int(group), args) for pid, parent, group, stat, args in split if not stat.startswith("Z")]


def started_by(supervisor: int) -> dict[str, int]:
    """The leaders of the groups by what they are."""
    kinds = {"granian": "web", " worker ": "worker", " beat ": "beat", "sidecar.py": "sidecar"}
    children = {pid: args for pid, parent, _, args in processes() if parent == supervisor}
    return {name: pid for pid, args in children.items() for sign, name in kinds.items() if sign in args}


def members(groups: set[int]) -> list[str]:
    return [args for _, _, group, args in processes() if group in groups]


def eventually(true: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not come true in time"
        time.sleep(0.1)


def answers(portal: Portal) -> bool:
    command = [sys.executable, "-m", "portal.supervisor", "probe"]
    return subprocess.run(command, cwd=ROOT, env=portal.environment(), check=False).returncode == 0


def test_it_prepared_itself_and_does_its_work(portal: Portal) -> None:
    said = portal.log.read_text()
    assert f"The portal is up: {portal.url}" in said
    assert "noor@example.nl" in said
    assert set(started_by(supervisor_of(portal))) == {"web", "worker", "beat", "sidecar"}
    assert portal.manage("check_worker", "--timeout", "20").startswith("A worker did the job")


def test_a_second_start_is_refused_in_one_sentence(portal: Portal) -> None:
    command = [sys.executable, "-m", "portal.supervisor"]
    done = subprocess.run(command, cwd=ROOT, env=portal.environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == f"The portal is already running: look at {portal.url}.\n"


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_each_process_that_is_killed_comes_back_and_leaves_nothing(portal: Portal, name: str) -> None:
    supervisor = supervisor_of(portal)
    killed = started_by(supervisor)[name]
    os.kill(killed, signal.SIGKILL)
    eventually(lambda: started_by(supervisor).get(name, killed) != killed)
    assert members({killed}) == []
    eventually(lambda: answers(portal))
    assert portal.manage("check_worker", "--timeout", "30").startswith("A worker did the job")


def test_a_killed_supervisor_leaves_nothing_and_the_next_start_works(portal: Portal) -> None:
    supervisor = supervisor_of(portal)
    groups = set(started_by(supervisor).values())
    portal.stop(signal.SIGKILL)
    eventually(lambda: members(groups) == [])
    portal.start()
    groups = set(started_by(supervisor_of(portal)).values())
    assert portal.stop() == 0
    assert members(groups) == []
    assert portal.log.read_text().endswith("Stopped.\n")


def test_no_line_of_it_names_a_page_or_a_person(portal: Portal) -> None:
    said = portal.log.read_text()
    assert "GET /" not in said
    assert "@" not in said.replace("celery@", "").replace("noor@example.nl", "").replace("@praktijk.example", "")
