"""The copied schema of the tests is the one that migrating makes."""

import sqlite3

import pytest
from django.db import connections

from tests import schema

pytestmark = pytest.mark.django_db

STORED = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"


@pytest.mark.parametrize("alias", ["default", "keyring"])
def test_what_is_kept_has_every_table_index_and_trigger(alias: str) -> None:
    if connections[alias].vendor != "sqlite":
        return
    kept = schema.FOLDER / f"{schema.fingerprint()}-{alias}.sqlite3"
    with sqlite3.connect(kept) as source, connections[alias].cursor() as cursor:
        here = {row for row in cursor.execute(STORED).fetchall() if row[1] not in {"portal_cache", "portal_cache_expires"}}
        assert set(source.execute(STORED).fetchall()) == here
    assert connections[alias].introspection.table_names()


def test_another_migration_is_another_fingerprint(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    before = schema.fingerprint()
    app = schema.apps.get_app_config("accounts")
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "0001_x.py").write_text("changed = True")
    monkeypatch.setattr(app, "path", str(tmp_path))

    assert schema.fingerprint() != before
