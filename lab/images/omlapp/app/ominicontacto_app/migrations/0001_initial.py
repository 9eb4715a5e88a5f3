import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def key():
    return ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


class Migration(migrations.Migration):
    initial = True
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            "Installation",
            [
                key(),
                ("name", models.CharField(max_length=100, default="OMniLeads")),
                ("welcome", models.CharField(max_length=200, default="Welcome")),
            ],
        ),
        migrations.CreateModel(
            "Campaign",
            [
                key(),
                ("name", models.CharField(max_length=100, unique=True)),
                ("active", models.BooleanField(default=True)),
                ("created", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            "Contact",
            [
                key(),
                (
                    "campaign",
                    models.ForeignKey("ominicontacto_app.Campaign", django.db.models.deletion.CASCADE),
                ),
                ("name", models.CharField(max_length=100)),
                ("phone", models.CharField(max_length=32)),
                ("note", models.TextField(blank=True)),
            ],
        ),
    ]
