"""What is shared at night waits for the morning; which page wrote a draft."""

from django.db import migrations, models


def visible_at_once(apps, editor):
    """What was shared before there was a night could be read from the moment it was shared."""
    logs = apps.get_model("exercises", "Log").objects.using(editor.connection.alias)
    logs.filter(shared_at__isnull=False).update(visible_at=models.F("shared_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("exercises", "0002_initial"),
    ]

    operations = [
        migrations.AddField("log", "visible_at", models.DateTimeField(null=True)),
        migrations.AddField("log", "share_recorded", models.BooleanField(default=False, editable=False)),
        migrations.AddField("log", "asks_at", models.DateTimeField(null=True)),
        migrations.AddField("logversion", "page", models.UUIDField(editable=False, null=True)),
        migrations.AddField("logversion", "turn", models.PositiveIntegerField(db_default=0, default=0, editable=False)),
        migrations.RunPython(visible_at_once, migrations.RunPython.noop),
    ]
