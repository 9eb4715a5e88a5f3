import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A table of its own: the older release does not see it."""

    dependencies = [("ominicontacto_app", "0002_agents")]
    operations = [
        migrations.CreateModel(
            "Skill",
            [
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("agent", models.ForeignKey("ominicontacto_app.Agent", django.db.models.deletion.CASCADE)),
                ("name", models.CharField(max_length=50)),
            ],
        ),
    ]
