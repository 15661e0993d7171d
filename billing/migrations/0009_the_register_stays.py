"""What somebody said, and what came of it, stays as it was: the database itself refuses to change or take away the register's facts."""

from django.db import migrations

# As it was said.
SAID = ["uuid", "reason", "name", "contract", "email", "language", "wants_goodbye", "asked_at"]
# What it came to, from when that was reckoned.
RECKONED = ["kind", "order_id", "weeks_opened", "given_back_cents", "kept_cents"]
# By whom it was approved, from then on.
APPROVED = ["approved_at", "approved_by_id", "set_aside_at"]


def edited(differs):
    def any_of(names):
        return " OR ".join(f'NEW."{name}" {differs} OLD."{name}"' for name in names)

    later = (f"(OLD.weeks_opened IS NOT NULL AND ({any_of(RECKONED)}))", f"(OLD.approved_at IS NOT NULL AND ({any_of(APPROVED)}))")
    return " OR ".join([any_of(SAID), *later])


# A statement of the demo has an order that is the demo's, or none at all while the practice is.
OF_DEMO = """((SELECT mode FROM billing_order WHERE id = OLD.order_id) = 'demo'
    OR (OLD.order_id IS NULL AND EXISTS (SELECT 1 FROM accounts_practice WHERE is_demo)))"""

SQLITE = [
    f"""CREATE TRIGGER withdrawal_no_edit BEFORE UPDATE ON billing_withdrawal WHEN {edited("IS NOT")}
    BEGIN SELECT RAISE(ABORT, 'the register is never edited'); END""",
    f"""CREATE TRIGGER withdrawal_no_delete BEFORE DELETE ON billing_withdrawal WHEN {OF_DEMO} IS NOT TRUE
    BEGIN SELECT RAISE(ABORT, 'the register is never deleted'); END""",
]
SQLITE_BACK = ["DROP TRIGGER withdrawal_no_edit", "DROP TRIGGER withdrawal_no_delete"]

POSTGRESQL = [
    f"""CREATE FUNCTION billing_withdrawal_stays() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF TG_OP = 'DELETE' THEN IF {OF_DEMO} THEN RETURN OLD; END IF; END IF;
    RAISE EXCEPTION 'the register is never edited or deleted' USING ERRCODE = 'restrict_violation'; END $$""",
    f"""CREATE TRIGGER withdrawal_no_edit BEFORE UPDATE ON billing_withdrawal FOR EACH ROW
    WHEN ({edited("IS DISTINCT FROM")}) EXECUTE FUNCTION billing_withdrawal_stays()""",
    """CREATE TRIGGER withdrawal_no_delete BEFORE DELETE ON billing_withdrawal
    FOR EACH ROW EXECUTE FUNCTION billing_withdrawal_stays()""",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER withdrawal_no_edit ON billing_withdrawal",
    "DROP TRIGGER withdrawal_no_delete ON billing_withdrawal",
    "DROP FUNCTION billing_withdrawal_stays()",
]


def run(sqlite, postgresql):
    def execute(apps, editor):
        for statement in postgresql if editor.connection.vendor == "postgresql" else sqlite:
            editor.execute(statement)

    return execute


class Migration(migrations.Migration):
    dependencies = [("billing", "0008_pages_that_nobody_wants"), ("accounts", "0004_practice_settings")]

    operations = [migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_BACK, POSTGRESQL_BACK))]
