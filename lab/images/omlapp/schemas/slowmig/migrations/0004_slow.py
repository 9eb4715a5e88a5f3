import os

from django.db import migrations


def take_long(apps, schema_editor):
    """Works for LAB_SLOW_SECONDS, a second at a time."""
    seconds = int(os.environ.get("LAB_SLOW_SECONDS") or 0)
    with schema_editor.connection.cursor() as cursor:
        for done in range(1, seconds + 1):
            cursor.execute("SELECT pg_sleep(1)")
            if done % 10 == 0:
                print("0004_slow: %d of %d s" % (done, seconds), flush=True)


class Migration(migrations.Migration):
    """A migration that takes its time."""

    atomic = False
    dependencies = [("ominicontacto_app", "0003_skill")]
    operations = [migrations.RunPython(take_long, migrations.RunPython.noop)]
