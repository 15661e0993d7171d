"""The process that answers: each line it reads is an address and how often to ask for it, each line it writes what that cost."""

import json
import sys

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.cpu import spent
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
    before = spent()
    for _ in range(times):
        visit(browser, address)
    own, database = (1000 * (after - start) / times for start, after in zip(before, spent(), strict=True))
    return {"queries": queries, "own": own, "database": database}


def visit(browser: Client, address: str) -> None:
    response = browser.get(address)
    if response.status_code != 200:
        raise AssertionError(f"{address} answered {response.status_code}.")
