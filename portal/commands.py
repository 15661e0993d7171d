"""The command lines of the three processes: the same under `make run` and in docker-compose."""

import os
import sys
from pathlib import Path

BIN = Path(sys.executable).parent


def web(host: str, port: int) -> list[str]:
    # Granian says no line for a request: addresses of pages name people's things.
    workers = os.environ.get("WEB_WORKERS", "2")
    threads = os.environ.get("WEB_THREADS", "4")
    return [
        *(str(BIN / "granian"), "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", workers, "--blocking-threads", threads, "--backlog", "1024"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "5", "--no-access-log", "--log-level", "warning"),
        "portal.wsgi:application",
    ]


def worker(*, redis: bool) -> list[str]:
    # The filesystem broker knows no fan-out between workers, so there is nobody to gossip or mingle with.
    pool = ["--concurrency", "2"] if redis else ["--pool", "solo", "--without-gossip", "--without-mingle"]
    return [*celery("worker", *AS_ROOT), "--without-heartbeat", *pool]


def beat() -> list[str]:
    return [*celery("beat"), "--pidfile", ""]


# Celery warns at length about pickle, which we do not accept.
AS_ROOT = ("-W", "ignore:You're running the worker with superuser privileges")


def celery(process: str, *interpreter: str) -> list[str]:
    return [sys.executable, *interpreter, "-m", "celery", "--app", "portal", "--quiet", process, "--loglevel", "WARNING"]


def manage(*arguments: str) -> list[str]:
    return [sys.executable, str(Path(__file__).resolve().parent.parent / "manage.py"), *arguments]
