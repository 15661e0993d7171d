"""What every test stands on: settings of a demo in a folder of its own, both databases, no way out, and fast hashing."""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import hypothesis
import pytest
import time_machine

if TYPE_CHECKING:
    from tests.exercises.desks import Desk

# Before Django reads its settings: each process of the run has a folder of its own.
VAR_DIR = Path(tempfile.mkdtemp(prefix="portal-var-"))
os.environ["VAR_DIR"] = str(VAR_DIR)
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
os.environ["LOG_LEVEL"] = "WARNING"
# The owner's own key is for the tests of Stripe itself, and for no other.
os.environ.setdefault("STRIPE_LIVE_TEST_KEY", os.environ.pop("STRIPE_SECRET_KEY", ""))
for name in ("STRIPE_WEBHOOK_SECRET", "STRIPE_API_BASE", "PAYMENTS_DEMO"):
    os.environ.pop(name, None)
for name in ("SITE_URL", "DEBUG", "DEMO", "MAIL_URL", "MAIL_FROM", "SECRET_KEY", "VAULT_KEYS_FILE", "PORT", "HOST", "TRUSTED_PROXIES"):
    os.environ.pop(name, None)
os.environ["VAULT_KEYS"] = "test1:" + "dGVzdHMgb25seSwgdGhpcnR5LXR3byBieXRlcy4uLi4="
for folder in ("static", "media", "mailbox", "queue", "queue/control", "tmp"):
    (VAR_DIR / folder).mkdir(mode=0o700)

# Each process of a parallel run has a Redis database of its own, so emptying it takes nothing from another's test.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
if os.environ.get("REDIS_URL"):
    os.environ["REDIS_URL"] = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{10 + WORKER % 6}").geturl()

# How long a machine that has more to do takes to think of an example is no finding.
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")

BOTH = ["default", "keyring"]
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback", "live_server"}


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings  # noqa: PLC0415 - after the environment above
    from django.contrib.staticfiles.storage import staticfiles_storage  # noqa: PLC0415
    from django.core.files.storage import storages  # noqa: PLC0415
    from django.utils.functional import empty  # noqa: PLC0415

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Without the manifest: nobody gathers static files before a test.
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    # Something may have asked for the storage while the apps were loading: it is asked for again.
    storages.__dict__.pop("backends", None)
    storages._backends = None
    storages._storages = {}
    staticfiles_storage._wrapped = empty


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(VAR_DIR, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every database test has both databases: a test that forgot one would pass for the wrong reason."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        marker = item.get_closest_marker("django_db")
        if marker or fixtures & DATABASE_FIXTURES:
            kept: dict[str, Any] = dict(marker.kwargs) if marker else {"transaction": bool(fixtures & (DATABASE_FIXTURES - {"db"}))}
            if item.get_closest_marker("concurrency"):
                kept["transaction"] = True
            item.add_marker(pytest.mark.django_db(**kept | {"databases": BOTH}), append=False)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Asked by pytest-django before it makes the databases."""
    from django.core import management  # noqa: PLC0415

    from tests.schema import migrate_once  # noqa: PLC0415

    as_it_was = management.call_command
    management.call_command = migrate_once
    yield
    management.call_command = as_it_was


@pytest.fixture(scope="session", autouse=True)
def compiled_words() -> None:
    """The tests read Dutch, and a fresh clone has no compiled catalogues."""
    import gettext  # noqa: PLC0415

    from django.utils.translation import trans_real  # noqa: PLC0415

    from portal import catalogues  # noqa: PLC0415

    if catalogues.compile_all():
        # Importing the models has read the words already, as they were before.
        gettext._translations.clear()  # type: ignore[attr-defined]
        trans_real._translations.clear()
        trans_real._default = None


@pytest.fixture(scope="session", autouse=True)
def records_can_be_emptied_between_tests() -> Iterator[None]:
    """Access records are append-only by triggers, also for the emptying of SQLite's tables after a transactional test."""
    from django.db.backends.sqlite3.base import DatabaseOperations  # noqa: PLC0415

    flush = DatabaseOperations.execute_sql_flush
    stored = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"

    def without_triggers(self: Any, statements: Any) -> None:
        with self.connection.cursor() as cursor:
            triggers = cursor.execute(stored).fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            flush(self, statements)
            for _, statement in triggers:
                cursor.execute(statement)

    DatabaseOperations.execute_sql_flush = without_triggers
    yield
    DatabaseOperations.execute_sql_flush = flush


@pytest.fixture(autouse=True)
def rooted_collections(request: pytest.FixtureRequest) -> None:
    """A transactional test empties every table after itself, Wagtail's root collection too, and without that no image can be saved."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None:
        return
    request.getfixturevalue("transactional_db" if marker.kwargs.get("transaction") else "db")
    from wagtail.models import Collection, Locale  # noqa: PLC0415

    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    Locale.objects.get_or_create(language_code="nl")


@pytest.fixture(autouse=True)
def forgets_between_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """Rendered pages are kept in the memory of the process: none is carried from one test to the next."""
    yield
    from django.core.cache import caches  # noqa: PLC0415

    caches["rendered"].clear()


@pytest.fixture(autouse=True)
def no_way_out(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test reaches this machine only: anything else is a mistake that would fail on another's. What is marked `stripe_live`
    reaches Stripe, and is run by hand."""
    if request.node.get_closest_marker("stripe_live"):
        return
    connect = socket.socket.connect

    def only_loopback(self: socket.socket, address: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"A test tried to reach {address[0]}.")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", only_loopback)


@pytest.fixture(autouse=True)
def only_where_rows_are_locked(request: pytest.FixtureRequest) -> None:
    """What is marked `postgres` is about locks of rows; SQLite locks the whole file for its one writer, so nothing there can race."""
    if request.node.get_closest_marker("postgres"):
        from django.db import connection  # noqa: PLC0415

        if connection.vendor != "postgresql":
            pytest.skip("SQLite has one writer: there is no race")


# --- Where many rooms begin ---------------------------------------------------------------------------------------


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stands still at the moment on which the people of `tests.people` were made."""
    from tests.people import NOW  # noqa: PLC0415

    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(db: None) -> "Desk":
    """A client in week 1, her coach, and an exercise to write in."""
    from tests.exercises.desks import make_desk  # noqa: PLC0415

    return make_desk()
