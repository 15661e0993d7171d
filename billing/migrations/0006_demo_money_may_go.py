"""Money of the demo is nobody's: when the demo is taken away its ledger and papers go too. Of real and test money no row ever goes."""

from django.db import migrations

SQLITE = [
    "DROP TRIGGER ledgerentry_no_delete",
    """CREATE TRIGGER ledgerentry_no_delete BEFORE DELETE ON billing_ledgerentry WHEN OLD.mode <> 'demo'
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    "DROP TRIGGER invoice_no_delete",
    """CREATE TRIGGER invoice_no_delete BEFORE DELETE ON billing_invoice
    WHEN (SELECT mode FROM billing_ledgerentry WHERE id = OLD.entry_id) IS NOT 'demo'
    BEGIN SELECT RAISE(ABORT, 'papers are never deleted'); END""",
]
SQLITE_BACK = [
    "DROP TRIGGER ledgerentry_no_delete",
    """CREATE TRIGGER ledgerentry_no_delete BEFORE DELETE ON billing_ledgerentry
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    "DROP TRIGGER invoice_no_delete",
    """CREATE TRIGGER invoice_no_delete BEFORE DELETE ON billing_invoice
    BEGIN SELECT RAISE(ABORT, 'papers are never deleted'); END""",
]
LEDGER = """CREATE OR REPLACE FUNCTION billing_ledgerentry_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN {but} RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'restrict_violation'; END $$"""
PAPERS = """CREATE OR REPLACE FUNCTION billing_invoice_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN {but} RAISE EXCEPTION 'papers are never edited or deleted' USING ERRCODE = 'restrict_violation'; END $$"""
OF_DEMO = "IF TG_OP = 'DELETE' THEN IF OLD.mode = 'demo' THEN RETURN OLD; END IF; END IF;"
PAPER_OF_DEMO = """IF TG_OP = 'DELETE' THEN IF (SELECT mode FROM billing_ledgerentry WHERE id = OLD.entry_id) = 'demo'
THEN RETURN OLD; END IF; END IF;"""
POSTGRESQL = [LEDGER.replace("{but}", OF_DEMO), PAPERS.replace("{but}", PAPER_OF_DEMO)]
POSTGRESQL_BACK = [LEDGER.replace("{but}", ""), PAPERS.replace("{but}", "")]


def run(sqlite, postgresql):
    def execute(apps, editor):
        for statement in postgresql if editor.connection.vendor == "postgresql" else sqlite:
            editor.execute(statement)

    return execute


class Migration(migrations.Migration):
    dependencies = [("billing", "0005_vat_for_care_or_coaching")]

    operations = [migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_BACK, POSTGRESQL_BACK))]
