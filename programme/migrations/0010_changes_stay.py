"""What was changed of somebody's dates is only ever added to: the database itself refuses to change or delete a line. A demo is
nobody's: it may go."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER change_no_update BEFORE UPDATE ON programme_change
    BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END""",
    """CREATE TRIGGER change_no_delete BEFORE DELETE ON programme_change
    WHEN NOT EXISTS (SELECT 1 FROM accounts_practice WHERE is_demo)
    BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END""",
]
SQLITE_BACK = ["DROP TRIGGER change_no_update", "DROP TRIGGER change_no_delete"]

POSTGRESQL = [
    """CREATE FUNCTION programme_change_stays() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM accounts_practice WHERE is_demo) THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'the history is append-only' USING ERRCODE = 'restrict_violation'; END $$""",
    """CREATE TRIGGER change_no_change BEFORE UPDATE OR DELETE ON programme_change
    FOR EACH ROW EXECUTE FUNCTION programme_change_stays()""",
]
POSTGRESQL_BACK = ["DROP TRIGGER change_no_change ON programme_change", "DROP FUNCTION programme_change_stays()"]


def run(sqlite, postgresql):
    def execute(apps, editor):
        for statement in postgresql if editor.connection.vendor == "postgresql" else sqlite:
            editor.execute(statement)

    return execute


class Migration(migrations.Migration):
    dependencies = [("programme", "0009_sound_in_a_week"), ("accounts", "0004_practice_settings")]

    operations = [migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_BACK, POSTGRESQL_BACK))]
