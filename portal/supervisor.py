"""Keeps web, worker and beat running together on one box, and leaves nothing behind when it stops.

`python -m portal.supervisor` is what `make run` starts. With `web`, `worker` or `beat` it becomes that one process, as
docker-compose does. Each child is the leader of its own process group, so whatever it started ends with it. A sidecar knows the
groups too and ends them when the supervisor is killed; a child starts its work only after the sidecar was told of it.
"""

import contextlib
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO, NoReturn
from urllib.parse import urlsplit

from django.conf import settings

from portal import commands, sidecar

FIRST_DELAY = 0.5
LONGEST_DELAY = 30.0
STEADY_AFTER = 60.0
PATIENCE = 10.0
SLOW_START = 30.0
# Waits for a byte, which says that the sidecar knows the group, then becomes the real command; no byte means nobody is left.
GATE = """
import os, sys
os.read(0, 1) or os._exit(0)
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""

Say = Callable[[str], None]


class Refused(Exception):
    """A start that cannot be; the message is the sentence for the person at the keyboard."""


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
        self.sidecar.tell("+", process.pid)
        with contextlib.suppress(OSError), process.stdin as gate:  # type: ignore[union-attr]
            gate.write(b".")
        return process

    def start(self, child: Child) -> None:
        child.process = self.spawn(child.command, subprocess.PIPE)
        child.started = time.monotonic()
        threading.Thread(target=self.relay, args=(child.name, child.process.stdout), daemon=True).start()

    def relay(self, name: str, lines: IO[bytes]) -> None:
        for line in lines:
            self.say(f"{name:<7}| {line.decode(errors='replace').rstrip()}")

    def bury(self, child: Child, process: subprocess.Popen[bytes]) -> None:
        """Clear away what a child that ended left in its group, and set when it starts again."""
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


# --- Before anything starts ---------------------------------------------------------------------------------------
def private_folder(folder: Path) -> None:
    """Make `folder` and what must be in it, for this user alone. Raises Refused when it cannot be written."""
    try:
        for path in (folder, folder / "tmp"):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.chmod(0o700)
        (folder / "tmp" / "writable").touch()
        (folder / "tmp" / "writable").unlink()
    except OSError as error:
        raise Refused(f"The portal keeps its data in {folder}, and that cannot be written: {error.strerror}.") from None


def take_lock(folder: Path, address: str, patience: float = 15.0) -> int:
    """Hold var/run.lock for as long as anything of this start is alive. Raises Refused when another start holds it."""
    lock = os.open(folder / "run.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    until = time.monotonic() + patience
    while not locked(lock):
        holder, _, where = os.pread(lock, 500, 0).decode().partition(" ")
        if holder_lives(holder) or time.monotonic() > until:
            os.close(lock)
            raise Refused(f"The portal is already running: look at {where or address}.")
        # A killed start is still being cleared away by its sidecar.
        time.sleep(0.2)
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()} {address}".encode(), 0)
    return lock


def locked(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def holder_lives(holder: str) -> bool:
    try:
        os.kill(int(holder), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


def free_port(host: str, port: int) -> None:
    """Raises Refused when `port` cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except PermissionError:
            raise Refused(f"Port {port} is not for ordinary users: choose another with PORT=8000 make run.") from None
        except (OSError, OverflowError):
            raise Refused(f"Port {port} of {host} is taken or not there: choose another with PORT={port % 60000 + 1} make run.") from None


# --- The whole portal ---------------------------------------------------------------------------------------------
def answers(host: str, port: int) -> bool:
    """Whether the web process answers /healthz, asked under the name that the portal goes by."""
    connection = http.client.HTTPConnection({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port, timeout=2)  # noqa: S104
    try:
        connection.request("GET", "/healthz", headers={"Host": urlsplit(settings.SITE_URL).netloc})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def closing_screen() -> str:
    lines = ["", f"The portal is up: {settings.SITE_URL}"]
    if settings.DEMO:
        lines += [
            "",
            "  Log in with one of these addresses; the code that the portal mails waits at " + settings.SITE_URL + "/postvak/",
            *(f"    {address:<24} {who}" for address, who in DEMO_PEOPLE),
            "",
            "  Everything in it is invented. Begin again with: .venv/bin/python manage.py demo --reset",
        ]
    return "\n".join([*lines, "", "Ctrl-C stops everything.", ""])


DEMO_PEOPLE = (
    ("noor@example.nl", "client"),
    ("marit@praktijk.example", "coach"),
    ("els@praktijk.example", "office"),
)


def three() -> dict[str, list[str]]:
    return {
        "web": commands.web(settings.HOST, settings.PORT),
        "worker": commands.worker(redis=bool(settings.REDIS_URL)),
        "beat": commands.beat(),
    }


@dataclass
class Greeting:
    """Says where to look once the web process answers; asks ever less often, and says once that it takes long."""

    began: float = field(default_factory=time.monotonic)
    due: float = 0.0
    gap: float = 0.1
    told: bool = False

    def __call__(self) -> bool:
        now = time.monotonic()
        if now < self.due:
            return False
        if answers(settings.HOST, settings.PORT):
            say(closing_screen())
            return True
        self.gap = min(self.gap * 1.2, 5.0)
        self.due = time.monotonic() + self.gap
        if not self.told and now - self.began > SLOW_START:
            self.told = True
            say(f"The web process does not answer after {SLOW_START:g} s; its own lines say why. It is asked again until it does.")
        return False


def environment(folder: Path) -> dict[str, str]:
    """What the children are told: their rubbish stays in a private folder, and their lines come at once."""
    return {**os.environ, "TMPDIR": str(folder / "tmp"), "PYTHONUNBUFFERED": "1", "VAR_DIR": str(folder)}


def run() -> int:
    """Prepare, then keep the three processes. Returns the exit code: 2 when the start was refused."""
    folder = settings.VAR_DIR.resolve()
    try:
        private_folder(folder)
        lock = take_lock(folder, settings.SITE_URL)
        free_port(settings.HOST, settings.PORT)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 2
    supervisor = Supervisor(lock, environment(folder))
    try:
        code = supervisor.run_once(commands.manage("prepare"))
        if code == 0:
            say("Starting web, worker and beat ...")
            supervisor.keep(three(), Greeting())
            say("Stopped.")
        return code
    finally:
        supervisor.close()


def main(arguments: list[str]) -> int:
    os.umask(0o077)
    if not arguments:
        return run()
    if arguments == ["probe"]:
        return 0 if answers(settings.HOST, settings.PORT) else 1
    if len(arguments) > 1 or arguments[0] not in three():
        print("Usage: python -m portal.supervisor [web | worker | beat | probe]", file=sys.stderr)
        return 2
    return become(three()[arguments[0]])


def become(command: list[str]) -> NoReturn:
    """This process turns into the command: signals reach it straight."""
    os.execv(command[0], command)  # noqa: S606 - a list of our own, no shell


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
