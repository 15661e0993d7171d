"""Money of the demo is nobody's: when the demo is taken away its ledger goes too. Of real and test money no row ever goes."""

from django.db import migrations

SQLITE = [
    "DROP TRIGGER ledgerentry_no_delete",
    """CREATE TRIGGER ledgerentry_no_delete BEFORE DELETE ON billing_ledgerentry WHEN OLD.mode <> 'demo'
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
]
SQLITE_BACK = [
    "DROP TRIGGER ledgerentry_no_delete",
    """CREATE TRIGGER ledgerentry_no_delete BEFORE DELETE ON billing_ledgerentry
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
]
STAYS = """CREATE OR REPLACE FUNCTION billing_ledgerentry_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN {except} RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'restrict_violation'; END $$"""
POSTGRESQL = [STAYS.replace("{except}", "IF TG_OP = 'DELETE' AND OLD.mode = 'demo' THEN RETURN OLD; END IF;")]
POSTGRESQL_BACK = [STAYS.replace("{except}", "")]


def run(sqlite, postgresql):
    def execute(apps, editor):
        for statement in postgresql if editor.connection.vendor == "postgresql" else sqlite:
            editor.execute(statement)

    return execute


class Migration(migrations.Migration):
    dependencies = [("billing", "0002_the_ledger_stays")]

    operations = [migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_BACK, POSTGRESQL_BACK))]
