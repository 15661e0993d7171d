"""The process that answers: each line it reads is an address and how often to ask for it, each line it writes what that cost."""

import json
import sys
import time
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.visitor import entered


def main() -> None:
    browser = entered()
    for line in sys.stdin:
        address, times = line.split()
        print(json.dumps(cost(browser, address, int(times))), flush=True)


def cost(browser: Client, address: str, times: int) -> dict[str, float]:
    """Queries of one request; milliseconds of CPU for each of `times` more, in this process and in its database connection."""
    with CaptureQueriesContext(connection) as captured:
        visit(browser, address)
    queries = len(captured)  # a next request empties the list
    own, database = time.process_time(), backend()
    for _ in range(times):
        visit(browser, address)
    spent = time.process_time() - own, backend() - database
    return {"queries": queries, "own": 1000 * spent[0] / times, "database": 1000 * spent[1] / times}


def visit(browser: Client, address: str) -> None:
    response = browser.get(address)
    if response.status_code != 200:
        raise AssertionError(f"{address} answered {response.status_code}.")


def backend() -> float:
    """Seconds of CPU that PostgreSQL has spent for this connection; 0 where it cannot be seen."""
    try:
        return int(Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return 0.0
