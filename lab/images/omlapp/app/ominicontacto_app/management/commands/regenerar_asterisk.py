"""Rebuilds what Asterisk reads in Redis."""

from django.core.management.base import BaseCommand

from ...services import store


class Command(BaseCommand):
    help = "Writes every campaign and agent to Redis."

    def handle(self, *args, **options):
        self.stdout.write("%d keys written" % store.regenerate())
