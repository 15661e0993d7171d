"""A paper is never edited and never deleted: only its files are added, once. The database itself refuses the rest."""

from django.db import migrations

FROZEN = [
    "uuid", "series", "number", "kind", "order_id", "entry_id", "credits_id", "issued_on", "paid_on", "language", "seller", "buyer",
    "lines", "regime", "gross_cents", "net_cents", "vat_cents", "is_demo",
]  # fmt: skip

SQLITE = [
    f"""CREATE TRIGGER invoice_no_edit BEFORE UPDATE ON billing_invoice
    WHEN OLD.printed_at IS NOT NULL OR {" OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in FROZEN)}
    BEGIN SELECT RAISE(ABORT, 'papers are never edited'); END""",
    """CREATE TRIGGER invoice_no_delete BEFORE DELETE ON billing_invoice
    BEGIN SELECT RAISE(ABORT, 'papers are never deleted'); END""",
]
SQLITE_BACK = ["DROP TRIGGER invoice_no_edit", "DROP TRIGGER invoice_no_delete"]

POSTGRESQL = [
    """CREATE FUNCTION billing_invoice_stays() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'papers are never edited or deleted' USING ERRCODE = 'restrict_violation'; END $$""",
    f"""CREATE TRIGGER invoice_no_edit BEFORE UPDATE ON billing_invoice FOR EACH ROW
    WHEN (OLD.printed_at IS NOT NULL OR {" OR ".join(f'NEW."{name}" IS DISTINCT FROM OLD."{name}"' for name in FROZEN)})
    EXECUTE FUNCTION billing_invoice_stays()""",
    """CREATE TRIGGER invoice_no_delete BEFORE DELETE ON billing_invoice
    FOR EACH ROW EXECUTE FUNCTION billing_invoice_stays()""",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER invoice_no_edit ON billing_invoice",
    "DROP TRIGGER invoice_no_delete ON billing_invoice",
    "DROP FUNCTION billing_invoice_stays()",
]


def run(sqlite, postgresql):
    def execute(apps, editor):
        for statement in postgresql if editor.connection.vendor == "postgresql" else sqlite:
            editor.execute(statement)

    return execute


class Migration(migrations.Migration):
    dependencies = [("billing", "0003_papers_have_series")]

    operations = [migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_BACK, POSTGRESQL_BACK))]
