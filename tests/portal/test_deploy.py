"""docker-compose.yml and what it is built from, read as text: no engine is needed to see a default password."""

import re
from typing import Any

import pytest
import yaml

from portal import commands
from tests.browser import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = ("web", "worker", "beat", "prepare")


def test_every_part_is_there_in_its_number() -> None:
    assert set(SERVICES) == {"caddy", "web", "worker", "beat", "prepare", "postgres", "redis"}
    assert {name: SERVICES[name].get("deploy", {}).get("replicas", 1) for name in OURS} == {"web": 2, "worker": 2, "beat": 1, "prepare": 1}


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_its_processes_are_those_of_make_run(name: str) -> None:
    assert SERVICES[name]["command"] == ["python", "-m", "portal.supervisor", name]


# Without them nobody can pay by Stripe, which a check says at the start; no secret has a value of its own.
MAY_STAY_EMPTY = {"STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "PAYMENTS_DEMO"}


def test_there_is_no_default_password() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    asked = re.findall(r"\$\{(\w+)(:\?[^}]+)?", text)
    assert {name for name, sentence in asked if not sentence} == {"WEB_WORKERS", *MAY_STAY_EMPTY}
    assert {"SECRET_KEY", "VAULT_KEYS", "POSTGRES_PASSWORD", "PORTAL_PASSWORD", "KEYRING_PASSWORD", "REDIS_PASSWORD"} <= dict(asked).keys()


def test_the_keys_have_a_database_and_a_role_of_their_own() -> None:
    environment = SERVICES["web"]["environment"]
    assert "//portal:" in environment["DATABASE_URL"]
    assert environment["DATABASE_URL"].endswith("/portal")
    assert "//keyring:" in environment["KEYRING_URL"]
    assert environment["KEYRING_URL"].endswith("/keyring")


def test_redis_loses_no_job_and_throws_none_away() -> None:
    command = " ".join(SERVICES["redis"]["command"])
    assert all(setting in command for setting in ("requirepass", "maxmemory-policy noeviction", "appendonly yes", "appendfsync everysec"))


def test_databases_and_broker_cannot_be_reached_from_outside() -> None:
    assert COMPOSE["networks"]["back"]["internal"] is True
    assert SERVICES["postgres"]["networks"] == SERVICES["redis"]["networks"] == ["back"]
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["caddy"]


@pytest.mark.parametrize("name", OURS)
def test_our_containers_can_do_as_little_as_possible(name: str) -> None:
    assert SERVICES[name]["read_only"] is True
    assert SERVICES[name]["cap_drop"] == ["ALL"]
    assert SERVICES[name]["security_opt"] == ["no-new-privileges:true"]


def test_nothing_starts_before_everything_is_prepared() -> None:
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}
    assert SERVICES["prepare"]["restart"] == "no"


def test_the_image_does_not_run_as_root_and_checks_what_it_installs() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith("USER")] == ["USER portal"]
    assert any("--require-hashes" in line for line in lines)


def test_whatever_holds_data_or_keys_stays_out_of_the_image() -> None:
    assert {"var", ".env", ".git"} <= set((ROOT / ".dockerignore").read_text().split())


def test_the_worker_of_one_box_is_alone_and_that_of_redis_is_not() -> None:
    assert commands.worker(redis=False)[-4:] == ["--pool", "solo", "--without-gossip", "--without-mingle"]
    assert commands.worker(redis=True)[-2:] == ["--concurrency", "2"]


def test_no_line_is_logged_for_a_request() -> None:
    assert "--no-access-log" in commands.web("127.0.0.1", 8000)
