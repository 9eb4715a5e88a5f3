import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def first_row(apps, schema_editor):
    """The installation's one row."""
    apps.get_model("ominicontacto_app", "Installation").objects.create()


class Migration(migrations.Migration):
    dependencies = [
        ("ominicontacto_app", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            "Disposition",
            [
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=100, unique=True)),
            ],
        ),
        migrations.CreateModel(
            "Agent",
            [
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("user", models.OneToOneField(settings.AUTH_USER_MODEL, django.db.models.deletion.CASCADE)),
                ("extension", models.PositiveIntegerField(unique=True)),
            ],
        ),
        migrations.RunPython(first_row, migrations.RunPython.noop),
    ]
