"""What the web role does before it serves."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from ...services import installation


class Command(BaseCommand):
    help = "Creates what is missing in the database, collects static files, writes Redis keys and an object."

    def handle(self, *args, **options):
        installation.ensure_rows()
        call_command("collectstatic", interactive=False, verbosity=0)
        installation.write_keys()
        installation.write_object()
