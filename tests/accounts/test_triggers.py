"""What keeps the histories from being changed survives a change of the practice's table, forward and back."""

import pytest
from django.core.management import call_command
from django.db import connection


def standing() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        return set(cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())


@pytest.mark.django_db(transaction=True)
def test_every_trigger_stands_as_before_after_the_table_was_made_anew() -> None:
    before = standing()
    assert any("accounts_practice" in sql for _name, sql in before)
    call_command("migrate", "accounts", "0010", verbosity=0)
    assert standing() == before
    call_command("migrate", verbosity=0)
    assert standing() == before
