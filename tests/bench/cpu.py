"""CPU rather than time: what else the machine does weighs less on it."""

import time
from pathlib import Path

from django.db import connection


def spent() -> tuple[float, float]:
    """Seconds of CPU so far: of this process, and of PostgreSQL for its connection (0 where that cannot be seen)."""
    connection.ensure_connection()
    try:
        database = int(Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        database = 0.0
    return time.process_time(), database
