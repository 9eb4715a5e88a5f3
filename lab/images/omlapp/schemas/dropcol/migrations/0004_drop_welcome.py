from django.db import migrations


class Migration(migrations.Migration):
    """Takes away a column the login page of every other release reads."""

    dependencies = [("ominicontacto_app", "0003_skill")]
    operations = [migrations.RemoveField("installation", "welcome")]
