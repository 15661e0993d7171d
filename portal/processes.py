"""Keeps commands running side by side, starts again what ends, and leaves nothing behind when it stops.

Each child is the leader of its own process group, so whatever it started ends with it. A sidecar knows the groups too and ends
them when the supervisor is killed; a child starts its work only after the sidecar was told of it.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from typing import IO

from django.conf import settings

from portal import sidecar

# Half a second after a first fall, twice as long after each next: a process that cannot start does not eat the box.
FIRST_DELAY = 0.5
LONGEST_DELAY = 30.0
# Who ran for a minute was well; its next fall is a first one again.
STEADY_AFTER = 60.0
# A request or a job in flight gets this long to end by itself.
PATIENCE = 10.0
# Waits for a byte, which says that the sidecar knows the group, then becomes the real command; no byte means nobody is left.
GATE = """
import os, sys
os.read(0, 1) or os._exit(0)
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""

Say = Callable[[str], None]


def say(sentence: str) -> None:
    # A closed terminal must not end the portal.
    with contextlib.suppress(OSError, ValueError):
        print(sentence, flush=True)


@dataclass
class Child:
    """One command that is kept running, or waits out its delay."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    delay: float = FIRST_DELAY


class Sidecar:
    """The process that ends the groups when the supervisor cannot; made anew, and told all groups, whenever it is gone."""

    def __init__(self, keep_open: int) -> None:
        self.keep_open = keep_open
        self.groups: set[int] = set()
        self.process = self.spawn()

    def spawn(self) -> subprocess.Popen[bytes]:
        # It holds the run lock too: a new start waits until the old one is truly gone.
        return subprocess.Popen(
            [sys.executable, "-I", "-S", sidecar.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=[self.keep_open],
        )

    def write(self, lines: str) -> None:
        assert self.process.stdin  # noqa: S101 - for the type checker: spawned with a pipe
        self.process.stdin.write(lines.encode())
        self.process.stdin.flush()

    def tell(self, sign: str, group: int) -> None:
        (self.groups.add if sign == "+" else self.groups.discard)(group)
        try:
            self.write(f"{sign} {group}\n")
        except OSError:
            self.renew()

    def renew(self) -> None:
        with contextlib.suppress(OSError):
            self.process.communicate(timeout=1)
        self.process = self.spawn()
        self.write("".join(f"+ {group}\n" for group in self.groups))

    def look(self) -> None:
        if self.process.poll() is not None:
            self.renew()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.process.communicate(timeout=sidecar.PATIENCE + 1)


@dataclass
class Supervisor:
    """Starts children, starts them again when they end, and stops them all."""

    lock: int
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))
    say: Say = say
    children: list[Child] = field(default_factory=list)
    signals: int = 0

    def __post_init__(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.on_signal)
        self.sidecar = Sidecar(self.lock)

    def on_signal(self, number: int, frame: FrameType | None) -> None:
        self.signals += 1

    # --- One child ---
    def spawn(self, command: list[str], output: int | None) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", GATE, *command],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            env=self.environment,
            cwd=settings.BASE_DIR,
            start_new_session=True,
        )
        # Before the gate opens: killed between the two, the child finds its pipe closed and ends.
        self.sidecar.tell("+", process.pid)
        with contextlib.suppress(OSError), process.stdin as gate:  # type: ignore[union-attr]
            gate.write(b".")
        return process

    def start(self, child: Child) -> None:
        child.process = self.spawn(child.command, subprocess.PIPE)
        child.started = time.monotonic()
        # A daemon: a pipe that a grandchild keeps open must not keep the supervisor from ending.
        threading.Thread(target=self.relay, args=(child.name, child.process.stdout), daemon=True).start()

    def relay(self, name: str, lines: IO[bytes]) -> None:
        for line in lines:
            self.say(f"{name:<7}| {line.decode(errors='replace').rstrip()}")

    def bury(self, child: Child, process: subprocess.Popen[bytes]) -> None:
        """Clear away what a child that ended left in its group, and set when it starts again."""
        # What is left of a web process holds the port that its successor needs.
        sidecar.end({process.pid}, patience=3)
        self.sidecar.tell("-", process.pid)
        now = time.monotonic()
        if now - child.started >= STEADY_AFTER:
            child.delay = FIRST_DELAY
        self.say(f"{child.name} {how_it_ended(process.returncode)}; it starts again in {child.delay:g} s.")
        child.process, child.due, child.delay = None, now + child.delay, min(child.delay * 2, LONGEST_DELAY)

    # --- All of them ---
    def run_once(self, command: list[str]) -> int:
        """Run a command to its end, on this terminal. Returns its exit code; 130 when it was interrupted."""
        process = self.spawn(command, None)
        while process.poll() is None and not self.signals:
            time.sleep(0.05)
        self.end([process])
        return 130 if self.signals else process.returncode

    def look(self) -> None:
        """One round: a new sidecar, and every child that ended or whose delay is over."""
        self.sidecar.look()
        for child in self.children:
            if child.process and child.process.poll() is not None:
                self.bury(child, child.process)
            elif not child.process and time.monotonic() >= child.due:
                self.start(child)

    def keep(self, commands: dict[str, list[str]], started: Callable[[], bool] = lambda: True) -> None:
        """Keep the commands running until a signal comes; `started` is asked each round until it says yes."""
        self.children = [Child(name, command) for name, command in commands.items()]
        up = False
        while not self.signals:
            self.look()
            up = up or started()
            time.sleep(0.1)
        self.say("Stopping ... (once more to stop at once)")
        self.end([child.process for child in self.children if child.process])

    def end(self, processes: list[subprocess.Popen[bytes]]) -> None:
        """Ask each to stop and wait for its whole group; after PATIENCE or a second signal, kill what is left."""
        for process in processes:
            process.terminate()
        asked, until = self.signals, time.monotonic() + PATIENCE
        # A list, so that each is asked in every round and not only the first that is still there.
        while any([still_there(process) for process in processes]) and time.monotonic() < until and self.signals == asked:  # noqa: C419
            time.sleep(0.05)
        for process in processes:
            sidecar.send(process.pid, signal.SIGKILL)
            process.wait()
            self.sidecar.tell("-", process.pid)

    def close(self) -> None:
        self.end([child.process for child in self.children if child.process])
        self.sidecar.close()


def still_there(process: subprocess.Popen[bytes]) -> bool:
    # Polled first: a leader that nobody waited for counts as a living member of its group.
    if process.poll() is None:
        return True
    sidecar.send(process.pid, signal.SIGTERM)
    return sidecar.alive(process.pid)


def how_it_ended(code: int) -> str:
    return f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
