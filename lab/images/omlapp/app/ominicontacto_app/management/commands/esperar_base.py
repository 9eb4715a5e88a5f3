"""Waits for the database."""

import time

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

PATIENCE = 30


class Command(BaseCommand):
    help = "Returns when the database answers; fails after %d seconds." % PATIENCE
    requires_system_checks = []

    def handle(self, *args, **options):
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                connection.ensure_connection()
                return
            except OperationalError as error:
                if time.monotonic() > deadline:
                    raise CommandError(f"the database does not answer: {error}") from error
            time.sleep(1)
