"""By how many megabytes a process grows at the highest while it sweeps. In a process of its own: Python keeps what it once had."""

from datetime import datetime
from pathlib import Path

from programme import release
from tests.bench import crowd

STATUS = Path("/proc/self/status")


def main(now: str) -> None:
    release.open_due(crowd.LONG_AGO, catch_up=True)  # connects and imports
    before = kilobytes("VmRSS")
    release.open_due(datetime.fromisoformat(now), catch_up=True)
    print((kilobytes("VmHWM") - before) / 1024)


def kilobytes(what: str) -> int:
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(what))
    return int(line.split()[1])
