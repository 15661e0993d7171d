"""Triggers of SQLite that ask another table stand in the way when that table is made anew, as SQLite does for most changes."""

from collections.abc import Sequence
from typing import Any

from django.db import migrations
from django.db.migrations.operations.base import Operation

NAMING = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name <> %s AND instr(sql, %s) > 0"


def around_triggers(table: str, operations: Sequence[Operation]) -> list[Operation]:
    """These operations on `table`, with the triggers of other tables that name it laid aside for the while. In one migration, so
    in one transaction: nobody writes while a trigger is away."""
    laid: list[str] = []

    def lay_aside(apps: Any, editor: Any) -> None:
        if editor.connection.vendor != "sqlite":
            return
        with editor.connection.cursor() as cursor:
            found = cursor.execute(NAMING, [table, table]).fetchall()
        for name, sql in found:
            laid.append(sql)
            editor.execute(f'DROP TRIGGER "{name}"', params=None)

    def put_back(apps: Any, editor: Any) -> None:
        while laid:
            editor.execute(laid.pop(), params=None)

    return [migrations.RunPython(lay_aside, put_back), *operations, migrations.RunPython(put_back, lay_aside)]
