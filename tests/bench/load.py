"""Requests a second that two granian workers answer on loopback. A bounded number, from here to here only."""

import contextlib
import http.client
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import median

from portal import commands
from tests.bench.compare import EMPTY, PAGES
from tests.bench.databases import ROOT, Portal, part
from tests.bench.figures import Figure
from tests.services import free_port

HERE = "127.0.0.1"
THREADS = 4
ROUNDS = 3
REQUESTS = 100
COOKIE = "portal"


def load(portal: Portal) -> Iterator[Figure]:
    cookie = portal.run(*part("visitor")).strip()
    addresses = (EMPTY, *PAGES.values())
    with served(portal) as port:
        rounds = [[rate(port, cookie, address) for address in addresses] for _ in range(1 + ROUNDS)][1:]
    empty, *pages = (median(each) for each in zip(*rounds, strict=True))
    for name, speed in zip(PAGES, pages, strict=True):
        yield Figure(f"{name}: requests/s, 2 workers, beside an empty page", f"{speed:,.0f}/s", f"{empty:,.0f}/s", f"{empty / speed:.2f}x")


@contextlib.contextmanager
def served(portal: Portal) -> Iterator[int]:
    """The port at which the portal answers, by the command that `make run` uses."""
    port = free_port()
    process = subprocess.Popen(commands.web(HERE, port), env=portal.environment() | {"WEB_WORKERS": "2"}, cwd=ROOT)
    try:
        wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(15)


def wait(port: int) -> None:
    """Raises TimeoutError after a minute."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection(HERE, port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        time.sleep(0.2)
    raise TimeoutError("The web server does not answer.")


def rate(port: int, cookie: str, address: str) -> float:
    """Requests a second over one round of all threads."""
    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda _: visit(port, cookie, address), range(THREADS)))
    return THREADS * REQUESTS / (time.perf_counter() - began)


def visit(port: int, cookie: str, address: str) -> None:
    """One after another over one connection. Raises AssertionError on any answer but 200."""
    connection = http.client.HTTPConnection(HERE, port, timeout=30)
    headers = {"Cookie": f"{COOKIE}={cookie}", "Host": "localhost"}
    for _ in range(REQUESTS):
        connection.request("GET", address, headers=headers)
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise AssertionError(f"{address} answered {response.status}.")
    connection.close()
