"""What the cron role does every minute."""

import time

from django.core.management.base import BaseCommand
from django.db import connection

from ...services import installation


class Command(BaseCommand):
    help = "Writes Redis keys and the object in the bucket again, every minute until the database fails it."

    def handle(self, *args, **options):
        while True:
            installation.write_keys()
            installation.write_object()
            connection.close()
            time.sleep(60)
