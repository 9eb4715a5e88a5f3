"""Resets the administrator's password."""

import os

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Sets the password of the user admin to DJANGO_PASS, or to `admin` without it."

    def handle(self, *args, **options):
        user = get_user_model().objects.get(username="admin")
        user.set_password(os.environ.get("DJANGO_PASS") or "admin")
        user.save()
        self.stdout.write("password of admin changed")
