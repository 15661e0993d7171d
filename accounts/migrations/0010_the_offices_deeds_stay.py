"""What the office did is only ever added: the database itself refuses to change or delete a line. A demo is nobody's: it may go."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQLITE = [
    """CREATE TRIGGER officedeed_no_update BEFORE UPDATE ON accounts_officedeed
    BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END""",
    """CREATE TRIGGER officedeed_no_delete BEFORE DELETE ON accounts_officedeed
    WHEN NOT EXISTS (SELECT 1 FROM accounts_practice WHERE is_demo)
    BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END""",
]
SQLITE_BACK = ["DROP TRIGGER officedeed_no_update", "DROP TRIGGER officedeed_no_delete"]

POSTGRESQL = [
    """CREATE FUNCTION accounts_officedeed_stays() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM accounts_practice WHERE is_demo) THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'the history is append-only' USING ERRCODE = 'restrict_violation'; END $$""",
    """CREATE TRIGGER officedeed_no_change BEFORE UPDATE OR DELETE ON accounts_officedeed
    FOR EACH ROW EXECUTE FUNCTION accounts_officedeed_stays()""",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER officedeed_no_change ON accounts_officedeed",
    "DROP FUNCTION accounts_officedeed_stays()",
]


def run(sqlite, postgresql):
    def execute(apps, editor):
        for statement in postgresql if editor.connection.vendor == "postgresql" else sqlite:
            editor.execute(statement)

    return execute


def person() -> models.ForeignKey:
    return models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_the_offices_deeds")]

    operations = [
        migrations.AlterField(model_name="officedeed", name="about", field=person()),
        migrations.AlterField(model_name="officedeed", name="by", field=person()),
        migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_BACK, POSTGRESQL_BACK)),
    ]
