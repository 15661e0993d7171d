"""Ends what the supervisor started when the supervisor itself cannot: after `kill -9` nobody else is left to do it.

It reads lines "+ <process group>" and "- <process group>" from its standard input, and ends the groups it still knows at the
end of the file, which comes when the last holder of the writing end is gone. Run as a file, without the site: it must start
in a few milliseconds and import nothing that can break.
"""

import contextlib
import os
import signal
import sys
import time

# Within the fifteen seconds that a new start waits for the lock (`one_start.take_lock`).
PATIENCE = 5.0


def alive(group: int) -> bool:
    """Whether any process is left in the group."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def send(group: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def ask(group: int) -> None:
    """Ask the leader to stop, who stops its own in its own order; without a leader, everyone in the group."""
    try:
        os.kill(group, signal.SIGTERM)
    except ProcessLookupError:
        send(group, signal.SIGTERM)


def end(groups: set[int], patience: float = PATIENCE) -> None:
    """Ask each group to stop, wait `patience` seconds at most for all of them, then kill what is left."""
    until = time.monotonic() + patience
    for group in groups:
        ask(group)
    while any(alive(group) for group in groups) and time.monotonic() < until:
        time.sleep(0.05)
        for group in groups:
            ask_stragglers(group)
    for group in groups:
        send(group, signal.SIGKILL)


def ask_stragglers(group: int) -> None:
    """Ask those whose leader is gone."""
    try:
        os.kill(group, 0)
    except ProcessLookupError:
        send(group, signal.SIGTERM)


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Ctrl-C reaches everything on the terminal; this is what must outlive it.
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        sign, group = line.split()
        (groups.add if sign == "+" else groups.discard)(int(group))
    end(groups)


if __name__ == "__main__":
    main()
