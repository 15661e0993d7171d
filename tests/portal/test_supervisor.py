"""The supervisor with small stand-ins for web, worker and beat: real processes, real signals."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal import one_start, processes, sidecar

# Keeps two commands: each writes its own id and that of a child it starts, as granian does with its workers.
HARNESS = """
import os, sys
from pathlib import Path
from portal import one_start, processes, supervisor
folder = Path(sys.argv[1])
one_start.private_folder(folder)
lock = one_start.take_lock(folder, "http://localhost:1")
house = processes.Supervisor(lock, supervisor.environment(folder))
(folder / "sidecar").write_text(str(house.sidecar.process.pid))
script = "echo $$ >> {0}; sleep 1000 & echo $! >> {0}; echo up; wait"
house.keep({name: ["sh", "-c", script.format(folder / name)] for name in ("web", "beat")})
house.close()
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen([sys.executable, "-c", HARNESS, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    try:
        eventually(lambda: len(pids(tmp_path)) == 4)
        yield process
    finally:
        process.kill()
        process.communicate(timeout=10)
        eventually(lambda: not any(alive(pid) for pid in pids(tmp_path)))


def pids(folder: Path) -> list[int]:
    return [int(line) for name in ("web", "beat") if (folder / name).exists() for line in (folder / name).read_text().split()]


def alive(pid: int) -> bool:
    """Whether a process runs; one that ended and waits for its parent's look does not."""
    seen = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(seen.strip()) and not seen.startswith("Z")


def eventually(true: Callable[[], bool], seconds: float = 15) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not come true in time"
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_everything(house: subprocess.Popen[str], tmp_path: Path, number: int) -> None:
    started = pids(tmp_path)
    house.send_signal(number)
    assert house.wait(timeout=10) == 0
    assert not any(alive(pid) for pid in [*started, int((tmp_path / "sidecar").read_text())])


def test_a_killed_child_takes_what_it_started_with_it_and_starts_again(house: subprocess.Popen[str], tmp_path: Path) -> None:
    leader, its_own = (int(line) for line in (tmp_path / "web").read_text().split())
    os.kill(leader, signal.SIGKILL)
    eventually(lambda: len((tmp_path / "web").read_text().split()) == 4)
    assert not alive(its_own)
    assert len((tmp_path / "beat").read_text().split()) == 2


def test_nothing_outlives_a_killed_supervisor(house: subprocess.Popen[str], tmp_path: Path) -> None:
    house.kill()
    eventually(lambda: not any(alive(pid) for pid in pids(tmp_path)))
    eventually(lambda: not alive(int((tmp_path / "sidecar").read_text())))


def test_a_killed_sidecar_is_replaced_by_one_that_knows_everything(house: subprocess.Popen[str], tmp_path: Path) -> None:
    os.kill(int((tmp_path / "sidecar").read_text()), signal.SIGKILL)
    time.sleep(0.6)
    assert all(alive(pid) for pid in pids(tmp_path))
    house.kill()
    eventually(lambda: not any(alive(pid) for pid in pids(tmp_path)))


def test_a_start_waits_until_a_killed_one_is_cleared_away(house: subprocess.Popen[str], tmp_path: Path) -> None:
    house.kill()
    house.wait()
    lock = one_start.take_lock(tmp_path, "http://localhost:2")
    assert not any(alive(pid) for pid in pids(tmp_path))
    os.close(lock)


def test_a_second_start_says_where_the_first_one_is(house: subprocess.Popen[str], tmp_path: Path) -> None:
    with pytest.raises(one_start.Refused, match="already running: look at http://localhost:1"):
        one_start.take_lock(tmp_path, "http://localhost:2")


def test_lines_of_children_say_whose_they_are(house: subprocess.Popen[str]) -> None:
    house.terminate()
    said, _ = house.communicate(timeout=10)
    assert "web    | up" in said
    assert "beat   | up" in said


def test_a_child_that_keeps_ending_waits_ever_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    child, delays = processes.Child("web", ["false"], started=time.monotonic()), []
    process = subprocess.Popen(["true"], start_new_session=True)
    process.wait()
    house = bare(monkeypatch)
    for _ in range(9):
        house.bury(child, process)
        delays.append(round(child.due - time.monotonic(), 1))
    assert delays == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]


def test_a_child_that_ran_for_a_minute_starts_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    process = subprocess.Popen(["true"], start_new_session=True)
    process.wait()
    child = processes.Child("web", ["true"], delay=30, started=time.monotonic() - 61)
    bare(monkeypatch).bury(child, process)
    assert child.due - time.monotonic() <= 0.5


def bare(monkeypatch: pytest.MonkeyPatch) -> processes.Supervisor:
    """A supervisor without a sidecar and without hold on this process's signals."""
    monkeypatch.setattr(processes.Supervisor, "__post_init__", lambda self: None)
    house = processes.Supervisor(lock=-1, say=lambda sentence: None)
    house.sidecar = type("Silent", (), {"tell": lambda self, sign, group: None})()
    return house


def test_a_group_that_will_not_stop_is_killed_after_the_patience() -> None:
    process = subprocess.Popen(["sh", "-c", "trap '' TERM; while :; do sleep 1; done"], start_new_session=True)
    time.sleep(0.3)
    began = time.monotonic()
    sidecar.end({process.pid}, patience=0.5)
    assert process.wait(timeout=3) == -signal.SIGKILL
    assert time.monotonic() - began < 3


def test_a_gate_whose_keeper_is_gone_never_starts_the_command(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", processes.GATE, "touch", str(mark)], stdin=subprocess.DEVNULL, check=False)
    assert done.returncode == 0
    assert not mark.exists()


def test_a_folder_that_others_can_read_is_closed_to_them(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    one_start.private_folder(tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o700


def started(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    settings = {**os.environ, "VAR_DIR": str(tmp_path), **environment}
    return subprocess.run(
        [sys.executable, "-m", "portal.supervisor"], env=settings, capture_output=True, text=True, check=False, timeout=60
    )


def test_a_taken_port_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        done = started(tmp_path, PORT=str(port))
    assert done.returncode == 2
    assert done.stderr.startswith(f"Port {port} of 127.0.0.1 is taken")
    assert len(done.stderr.splitlines()) == 1


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = started(tmp_path / "file")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_process_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "portal.supervisor", "cron"],
        env={**os.environ, "VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("Usage:")
