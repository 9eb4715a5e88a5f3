"""What the cron role does every minute."""

from django.core.management.base import BaseCommand

from ...services import installation


class Command(BaseCommand):
    help = "Writes Redis keys and the object in the bucket again."

    def handle(self, *args, **options):
        installation.write_keys()
        installation.write_object()
