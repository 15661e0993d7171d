"""The process that answers: each line it reads is an address and how often to ask for it, each line it writes what that cost.

An address after `save:` is that of an exercise, in which each visit saves some more words, as the script of its page does.
"""

import json
import sys
from itertools import count
from uuid import uuid4

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.cpu import spent
from tests.bench.visitor import entered

SAVES = "save:"
TURNS = count(1)
SHEET = {"client_token": str(uuid4()), "page": str(uuid4()), "based_on": "0", "version": "1", "deed": "later"}
# What somebody has typed after a quarter of an hour or so.
WORDS = "Ik merkte het pas toen het al voorbij was, en toch was er een moment. " * 30


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
    response = save(browser, address.removeprefix(SAVES)) if address.startswith(SAVES) else browser.get(address)
    if response.status_code != 200:
        raise AssertionError(f"{address} answered {response.status_code}.")


def save(browser: Client, address: str) -> HttpResponse:
    """One round trip of saving: a longer text of two thousand characters in place of the draft before it."""
    turn = next(TURNS)
    return browser.post(
        address, SHEET | {"turn": str(turn), "answer-eerste-teken": f"{WORDS}{turn}"}, headers={"accept": "application/json"}
    )
