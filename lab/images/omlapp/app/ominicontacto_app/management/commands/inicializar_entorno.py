"""Fills an installation with something to work on."""

import secrets

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction

from ...models import Agent, Campaign, Contact
from ...services import installation

BATCH = 5000


class Command(BaseCommand):
    help = "Creates agents and a campaign with contacts; each contact is about 1 kB."

    def add_arguments(self, parser):
        parser.add_argument("--agents", type=int, default=2)
        parser.add_argument("--contacts", type=int, default=100)

    @transaction.atomic
    def handle(self, *args, agents, contacts, **options):
        installation.ensure_rows()
        for number in range(1, agents + 1):
            user, _ = get_user_model().objects.get_or_create(username="agent%d" % number)
            Agent.objects.get_or_create(user=user, defaults={"extension": 1000 + number})
        campaign, _ = Campaign.objects.get_or_create(name="Demo")
        for start in range(0, contacts, BATCH):
            numbers = range(start, min(start + BATCH, contacts))
            Contact.objects.bulk_create(self.contact(campaign, number) for number in numbers)
        self.stdout.write("%d agents, %d contacts" % (agents, contacts))

    @staticmethod
    def contact(campaign, number):
        note = secrets.token_hex(480)
        return Contact(
            campaign=campaign, name="Contact %d" % number, phone="+5400000%06d" % number, note=note
        )
