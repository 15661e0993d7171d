"""Access records are only ever added: the database itself refuses to change or delete one."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER accessrecord_no_update BEFORE UPDATE ON accounts_accessrecord
    BEGIN SELECT RAISE(ABORT, 'access records are append-only'); END""",
    """CREATE TRIGGER accessrecord_no_delete BEFORE DELETE ON accounts_accessrecord
    BEGIN SELECT RAISE(ABORT, 'access records are append-only'); END""",
]
SQLITE_BACK = ["DROP TRIGGER accessrecord_no_update", "DROP TRIGGER accessrecord_no_delete"]

POSTGRESQL = [
    """CREATE FUNCTION accounts_accessrecord_stays() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'access records are append-only' USING ERRCODE = 'restrict_violation'; END $$""",
    """CREATE TRIGGER accessrecord_no_change BEFORE UPDATE OR DELETE ON accounts_accessrecord
    FOR EACH ROW EXECUTE FUNCTION accounts_accessrecord_stays()""",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER accessrecord_no_change ON accounts_accessrecord",
    "DROP FUNCTION accounts_accessrecord_stays()",
]


def run(sqlite, postgresql):
    def execute(apps, editor):
        for statement in postgresql if editor.connection.vendor == "postgresql" else sqlite:
            editor.execute(statement)

    return execute


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_BACK, POSTGRESQL_BACK))]
