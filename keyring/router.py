"""Sends the app `keyring`, and nothing else, to the database of that name."""

from typing import Any

from django.db.models import Model

LABEL = ALIAS = "keyring"


class KeyringRouter:
    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return ALIAS if model._meta.app_label == LABEL else None

    def db_for_write(self, model: type[Model], **hints: Any) -> str | None:
        return ALIAS if model._meta.app_label == LABEL else None

    def allow_relation(self, first: Model, second: Model, **hints: Any) -> bool | None:
        labels = {first._meta.app_label, second._meta.app_label}
        # A foreign key across two databases would be kept by neither.
        return False if LABEL in labels and labels != {LABEL} else None

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        # Both ways: no table of another room is made beside the keys, either.
        return (app_label == LABEL) == (db == ALIAS)
