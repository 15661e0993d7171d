"""Lighthouse as a phone sees the portal: the public pages, and the client's own behind a session.

A program of npm: it needs node, and is fetched once into `var/` in the version below. Where either fails, one line says so and the other
figures stand.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.bench.databases import ROOT, Portal, part
from tests.bench.figures import Figure
from tests.bench.load import COOKIE, served
from tests.services import chromium

VERSION = "12.8.2"
FOLDER = ROOT / "var" / "bench" / f"lighthouse-{VERSION}"
PROGRAM = FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
MOST_TO_INSTALL = 60
MOST_FOR_A_PAGE = 45
MOST_TO_END = 5
MOST_IN_ALL = 165
MOST_SAID = 120

PUBLIC = {"log-in": "/account/login/", "help": "/hulp/", "right now": "/nu-even/"}
OWN = {"today": "/vandaag/", "path": "/weken/", "week": "/week/3/", "logbook": "/logboek/", "dates": "/data/"}
AIM = "100, 100, at least 95; LCP under 1 s"
LEAST_PERFORMANCE = 95
MOST_LCP = 1_000

FLAGS = ("--headless=new", *(("--no-sandbox", "--disable-dev-shm-usage") if os.geteuid() == 0 else ()))
ARGUMENTS = (
    *("--quiet", "--output=json", "--output-path=stdout", "--form-factor=mobile", "--disable-full-page-screenshot"),
    *("--only-categories=accessibility,best-practices,performance", f"--chrome-flags={' '.join(FLAGS)}"),
)


@dataclass(frozen=True)
class Seen:
    """Scores of 0 to 100. `lcp` is what this machine showed and `phone` what it means on a slow phone, both in ms; `lost`: what failed."""

    accessibility: int
    practices: int
    performance: int
    lcp: float
    phone: float
    lost: tuple[str, ...]

    def met(self) -> bool:
        return (self.accessibility, self.practices) == (100, 100) and self.performance >= LEAST_PERFORMANCE and self.lcp < MOST_LCP


def lighthouse(portal: Portal) -> Iterator[Figure]:
    """Each page once, within three minutes; those it does not get to are named."""
    until = time.monotonic() + MOST_IN_ALL
    try:
        node, path = found(), chromium()
    except OSError as error:
        missing(str(error))
        return
    if path is None:
        missing("there is no Chromium")
        return
    cookie = portal.run(*part("visitor")).strip()
    with served(portal) as port:
        for name, address in (PUBLIC | OWN).items():
            headers = {"Cookie": f"{COOKIE}={cookie}"} if name in OWN else {}
            yield looked_at(name, [node, str(PROGRAM), f"http://localhost:{port}{address}"], headers, path, until - time.monotonic())


def missing(why: str) -> None:
    print(f"Lighthouse is left out: {why}.", file=sys.stderr, flush=True)


def found() -> str:
    """The path of node, with Lighthouse installed. Raises OSError that says what is not here."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise OSError("node and npm are not here")
    if not PROGRAM.exists():
        install(npm)
    return node


def install(npm: str) -> None:
    """Into a folder beside it first: half an installation is none. Raises OSError."""
    making = FOLDER.with_name(f"{FOLDER.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    command = [npm, "install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(making), f"lighthouse@{VERSION}"]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=MOST_TO_INSTALL, cwd=making)
    except subprocess.SubprocessError:
        raise OSError(f"npm could not fetch lighthouse@{VERSION}") from None
    shutil.rmtree(FOLDER, ignore_errors=True)
    making.rename(FOLDER)


def looked_at(name: str, command: list[str], headers: dict[str, str], browser: str, seconds: float) -> Figure:
    what = f"Lighthouse, {name}: accessibility, best practices, performance"
    if seconds <= 0:
        return Figure(what, "no time left", aim=AIM, met=False)
    environment = os.environ | {"CHROME_PATH": browser}
    extra = [f"--extra-headers={json.dumps(headers)}"] if headers else []
    try:
        said = run([*command, *ARGUMENTS, *extra], environment, min(seconds, MOST_FOR_A_PAGE))
        return figure(what, read(json.loads(said)))
    except subprocess.TimeoutExpired:
        return Figure(what, "no answer in time", aim=AIM, met=False)
    except (subprocess.SubprocessError, ValueError, KeyError, TypeError) as error:
        return Figure(what, f"no answer ({type(error).__name__}: {error})"[:MOST_SAID], aim=AIM, met=False)


def run(command: list[str], environment: dict[str, str], seconds: float) -> str:
    """What it says. Interrupted it ends its Chromium too; killed it would leave that behind. Raises subprocess.SubprocessError."""
    process = subprocess.Popen(command, env=environment, cwd=FOLDER, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        said, _ = process.communicate(timeout=seconds)
    except BaseException:
        end(process)
        raise
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, "lighthouse")
    return said


def end(process: "subprocess.Popen[str]") -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.communicate(timeout=MOST_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


def read(report: dict[str, Any]) -> Seen:
    """Raises KeyError and TypeError on a report without scores, as of a page that did not open, ValueError on one of another page."""
    if report["finalDisplayedUrl"] != report["requestedUrl"]:
        raise ValueError(f"It was sent on to {report['finalDisplayedUrl']}.")
    scores = {name: round(100 * each["score"]) for name, each in report["categories"].items()}
    times = report["audits"]["metrics"]["details"]["items"][0]
    lost = sorted(
        ref["id"]
        for name in ("accessibility", "best-practices")
        for ref in report["categories"][name]["auditRefs"]
        if ref["weight"] and report["audits"][ref["id"]]["score"] not in {None, 1}
    )
    shown = float(times["observedLargestContentfulPaint"]), float(times["largestContentfulPaint"])
    return Seen(scores["accessibility"], scores["best-practices"], scores["performance"], *shown, tuple(lost))


def figure(what: str, seen: Seen) -> Figure:
    scores = f"{seen.accessibility}, {seen.practices}, {seen.performance}; LCP {seen.lcp / 1000:.2f} s"
    slow = f"({seen.phone / 1000:.2f} s on a simulated slow phone)"
    return Figure(what, " ".join([scores, slow, *seen.lost]), aim=AIM, met=seen.met())
