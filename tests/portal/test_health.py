"""/healthz and /readyz."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from keyring import ring
from portal import health
from programme import release

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def looked_lately() -> Iterator[None]:
    ring.ensure()
    release.remember_sweep(timezone.now())
    yield
    health.applied.clear()


def wrong(client: Client) -> list[str]:
    answer = client.get("/readyz")
    assert answer.status_code == (503 if answer.json()["wrong"] else 200)
    return list(answer.json()["wrong"])


def fails(*args: Any) -> None:
    raise OperationalError("connection to server at 10.1.2.3, user portal failed")


def test_healthz_is_up_without_asking_a_database(client: Client, django_assert_num_queries: Any) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = "somebody"
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert settings.SESSION_COOKIE_NAME not in answer.cookies


@pytest.mark.engine
def test_readyz_says_that_all_is_well(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200, answer.json()
    assert set(answer.json()["checks"]) == {"databases", "ring", "broker", "migrations", "sweep", "overdue"}
    assert answer.json()["seconds_since_sweep"] < 60
    assert answer.json()["oldest_overdue_seconds"] == 0


def test_a_database_that_is_away_is_named_without_its_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(health.CHECKS, "databases", fails)
    answer = client.get("/readyz")
    assert answer.json()["wrong"] == ["databases"]
    assert "10.1.2.3" not in answer.text


def test_a_ring_that_does_not_fit_is_wrong(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ring, "ring", lambda: {"other": bytes(32)})
    assert wrong(client) == ["ring"]


def test_a_migration_that_waits_is_wrong_until_it_is_applied(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "unapplied", lambda alias: 1)
    assert wrong(client) == ["migrations"]
    monkeypatch.undo()
    assert wrong(client) == []


def test_nothing_looking_for_five_minutes_is_wrong(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    last = timezone.now() - timedelta(minutes=6)
    monkeypatch.setattr(release, "health", lambda now: release.Health(last, 0.0))
    assert wrong(client) == ["sweep"]


def test_never_having_looked_is_wrong(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "health", lambda now: release.Health(None, 0.0))
    assert wrong(client) == ["sweep"]


def test_a_week_that_should_have_opened_is_wrong(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "health", lambda now: release.Health(now, 301.0))
    assert wrong(client) == ["overdue"]


def test_a_queue_that_is_not_there_is_wrong(client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(health, "queue_folders", lambda: [tmp_path / "gone"])
    assert wrong(client) == ["broker"]


@pytest.mark.postgres
def test_a_redis_that_does_not_answer_is_wrong_within_two_seconds(client: Client, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    before = timezone.now()
    answer = client.get("/readyz")
    assert "broker" in answer.json()["wrong"]
    assert timezone.now() - before < timedelta(seconds=2)
