"""What must be so before anything starts: a folder that can be written, no other start in it, and a free port."""

import fcntl
import os
import socket
import time
from pathlib import Path


class Refused(Exception):
    """A start that cannot be; the message is the sentence for the person at the keyboard."""


def private_folder(folder: Path) -> None:
    """Make `folder` and what must be in it, for this user alone. Raises Refused when it cannot be written."""
    try:
        for path in (folder, folder / "tmp"):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.chmod(0o700)
        # A full or read-only disk says so only when something is written.
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
    # Only now, holding it: before, the file says who was first.
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
        # A port that was let go of a moment ago counts as free; without this a restart waits a minute.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except PermissionError:
            raise Refused(f"Port {port} is not for ordinary users: choose another with PORT=8000 make run.") from None
        except (OSError, OverflowError):
            raise Refused(f"Port {port} of {host} is taken or not there: choose another with PORT={port % 60000 + 1} make run.") from None
