"""Everything there is to test, in the parts that it takes: `python -m tests.run [PART]...`.

Ends with one line for each part and exits with 1 when a part failed, ran nothing, or could not run; with CI=true or
REQUIRE_SERVICES=1 also when a single test was skipped.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from xml.etree import ElementTree

from tests.services import Services, chromium, missing, required, services


@dataclass(frozen=True)
class Part:
    """One run of pytest: which tests by marker, and whether on PostgreSQL and Redis."""

    name: str
    marked: str
    postgres: bool = False
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """How a part went; `fault` is empty when it may count as passed."""

    part: str
    said: str
    fault: str = ""


PARTS = (
    Part("sqlite", "not postgres and not concurrency and not browser and not stripe_live", options=("-n", "2")),
    Part("postgres", "(engine or postgres) and not concurrency and not browser and not stripe_live", postgres=True, options=("-n", "2")),
    Part("concurrency", "concurrency", postgres=True),
    Part("browser-sqlite", "browser"),
    Part("browser-postgres", "browser", postgres=True),
)
# What belongs to the one who runs the tests must not leak into them.
OWN = {"DATABASE_URL", "KEYRING_URL", "REDIS_URL", "VAULT_KEYS", "VAULT_KEYS_FILE", "VAR_DIR", "SITE_URL", "SECRET_KEY", "MAIL_URL"}
# The tests of Stripe itself ask another's account: they are run by hand (docs/stripe.md), and nothing is skipped here.
OWN |= {"STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_API_BASE", "PAYMENTS_DEMO"}
OWN |= {"DEMO", "DEBUG", "HOST", "PORT"}


def environment(part: Part, here: Services) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in OWN}
    if not part.postgres:
        return kept | {"TEST_DATABASE_URL": "", "TEST_REDIS_URL": ""}
    addresses = {"DATABASE_URL": named(here.database, "portal"), "KEYRING_URL": named(here.database, "keyring"), "REDIS_URL": here.redis}
    return kept | here.environment() | addresses


def named(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def run(part: Part, here: Services, extra: list[str]) -> Outcome:
    print(f"\n=== {part.name} ===", flush=True)
    if part.postgres and not (here.database and here.redis):
        return Outcome(part.name, "did not run", "no PostgreSQL or Redis")
    if part.marked == "browser" and not chromium():
        missing("CHROMIUM")
        return Outcome(part.name, "did not run", "no Chromium")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="portal-tests-") as folder:
        report = Path(folder) / "report.xml"
        pytest = [sys.executable, "-m", "pytest", "-q", "--durations=15", "-m", part.marked, *part.options, f"--junit-xml={report}", *extra]
        code = subprocess.run(pytest, env=environment(part, here), check=False).returncode
        return outcome(part, code, report, time.monotonic() - began)


def outcome(part: Part, code: int, report: Path, seconds: float) -> Outcome:
    suite = ElementTree.parse(report).find("testsuite") if report.exists() else None
    tests, skipped = (int(suite.get(name, 0)) for name in ("tests", "skipped")) if suite is not None else (0, 0)
    said = f"{tests - skipped} tests, {skipped} skipped, {seconds:.0f} s"
    if code == 5 or tests == 0:
        return Outcome(part.name, said, "nothing ran")
    if code:
        return Outcome(part.name, said, "failed")
    return Outcome(part.name, said, "something was skipped" if skipped and required() else "")


def chosen(arguments: list[str]) -> tuple[list[Part], list[str]]:
    """Parts by name, all when none is named; what follows `--` goes to pytest."""
    names, extra = (arguments[: arguments.index("--")], arguments[arguments.index("--") + 1 :]) if "--" in arguments else (arguments, [])
    unknown = set(names) - {part.name for part in PARTS}
    if unknown:
        raise SystemExit(f"There is no part {', '.join(sorted(unknown))}: choose from {', '.join(part.name for part in PARTS)}.")
    return [part for part in PARTS if not names or part.name in names], extra


def main(arguments: list[str]) -> int:
    parts, extra = chosen(arguments)
    with services() as here:
        outcomes = [run(part, here, extra) for part in parts]
    print("\n=== all parts ===")
    for each in outcomes:
        print(f"{each.part:<18}{each.said:<36}{each.fault.upper() or 'ok'}")
    return 1 if any(each.fault for each in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
