import django.core.validators
from django.db import migrations, models

from accounts.triggers import around_triggers


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_the_offices_deeds_stay")]

    operations = around_triggers(
        "accounts_practice",
        [
            migrations.AddField(
                model_name="practice",
                name="terms_url",
                field=models.CharField(
                    blank=True,
                    default="",
                    max_length=300,
                    validators=[django.core.validators.URLValidator(["https"])],
                    verbose_name="page with your terms",
                ),
            ),
        ],
    )
