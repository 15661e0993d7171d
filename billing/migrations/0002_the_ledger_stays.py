"""Ledger entries are only ever added: the database itself refuses to change or delete one."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER ledgerentry_no_update BEFORE UPDATE ON billing_ledgerentry
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    """CREATE TRIGGER ledgerentry_no_delete BEFORE DELETE ON billing_ledgerentry
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
]
SQLITE_BACK = ["DROP TRIGGER ledgerentry_no_update", "DROP TRIGGER ledgerentry_no_delete"]

POSTGRESQL = [
    """CREATE FUNCTION billing_ledgerentry_stays() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'restrict_violation'; END $$""",
    """CREATE TRIGGER ledgerentry_no_change BEFORE UPDATE OR DELETE ON billing_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION billing_ledgerentry_stays()""",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER ledgerentry_no_change ON billing_ledgerentry",
    "DROP FUNCTION billing_ledgerentry_stays()",
]


def run(sqlite, postgresql):
    def execute(apps, editor):
        for statement in postgresql if editor.connection.vendor == "postgresql" else sqlite:
            editor.execute(statement)

    return execute


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]

    operations = [migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_BACK, POSTGRESQL_BACK))]
