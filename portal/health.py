"""/healthz says that the process is up. /readyz says whether the portal does its work, and names what does not; it names no person."""

import os
from collections.abc import Callable

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from keyring import ring
from portal.celery import queue_folders
from programme import release

# Beat sweeps every 30 seconds: five minutes is ten that did not come.
LATE = 300


class Wrong(Exception):
    """A check that failed; the message says what, without a name or an address of anyone."""


@require_safe
@login_not_required
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is up; no database is asked, so a restart never follows from a database that is away."""
    return HttpResponse("ok", content_type="text/plain")


def probes_first(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, outermost: /healthz is answered before a session is looked up, so that it needs no database whoever asks."""

    def respond(request: HttpRequest) -> HttpResponse:
        return healthz(request) if request.path_info == "/healthz" else get_response(request)

    return respond


@require_safe
@login_not_required
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether everything works; 503 with the names of what is wrong when it does not."""
    checks = {name: outcome(check) for name, check in CHECKS.items()}
    seconds = seconds_of_release() if checks["databases"] == "ok" else {}
    wrong = [name for name, said in checks.items() if said != "ok"]
    return JsonResponse({"ready": not wrong, "wrong": wrong, "checks": checks, **seconds}, status=503 if wrong else 200)


def outcome(check: Callable[[], None]) -> str:
    """Says "ok" or what is wrong. Only our own sentences are passed on: a driver's may carry an address or a value."""
    try:
        check()
    except (Wrong, ring.RingError) as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this check that is wrong
        return type(error).__name__
    return "ok"


def databases() -> None:
    for connection in connections.all():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")


def broker() -> None:
    if settings.REDIS_URL:
        # Shorter than a monitor waits: a Redis that hangs is named, instead of the page that would name it hanging too.
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
            client.ping()
    for folder in queue_folders():
        if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            raise Wrong("the queue's folder is not there or cannot be written")


def migrations() -> None:
    for alias in connections:
        if not everything_applied(alias):
            raise Wrong(f"the database {alias} waits for migrations: manage.py prepare")


# What was applied stays applied for as long as this process lives.
applied: set[str] = set()


def everything_applied(alias: str) -> bool:
    if alias not in applied and not unapplied(alias):
        applied.add(alias)
    return alias in applied


def unapplied(alias: str) -> int:
    """How many migrations the database still waits for."""
    executor = MigrationExecutor(connections[alias])
    leaves = executor.loader.graph.leaf_nodes()
    return len(executor.migration_plan([leaf for leaf in leaves if alias == "default" or leaf[0] == alias]))


def sweep() -> None:
    last = release.health(timezone.now()).last_swept_at
    if last is None:
        raise Wrong("nothing has looked yet for weeks to open: are beat and a worker running?")
    if (timezone.now() - last).total_seconds() > LATE:
        raise Wrong("nothing has looked for weeks to open for over five minutes: are beat and a worker running?")


def overdue() -> None:
    if (release.health(timezone.now()).oldest_overdue_seconds or 0) > LATE:
        raise Wrong("a week should have opened over five minutes ago")


def seconds_of_release() -> dict[str, float | None]:
    """The two numbers to watch over time: seconds since the last sweep and seconds that the oldest opening is overdue."""
    now = timezone.now()
    try:
        health = release.health(now)
    except DatabaseError:
        return {}
    last = health.last_swept_at
    return {"seconds_since_sweep": (now - last).total_seconds() if last else None, "oldest_overdue_seconds": health.oldest_overdue_seconds}


CHECKS: dict[str, Callable[[], None]] = {
    "databases": databases,
    "ring": ring.check,
    "broker": broker,
    "migrations": migrations,
    "sweep": sweep,
    "overdue": overdue,
}
