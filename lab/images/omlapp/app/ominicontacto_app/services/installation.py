"""The steps that bring an installation up to date; each may run any number of times."""

import json
import logging

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command

import redis

from ..models import Campaign, Disposition, Installation
from . import bucket, store

log = logging.getLogger(__name__)


def prepare(**signal):
    """What the web role does before it serves: rows that are missing, static files, Redis keys, an object."""
    ensure_rows()
    call_command("collectstatic", interactive=False, verbosity=0)
    write_keys()
    write_object()


def ensure_rows():
    """The administrator (password `admin` until changed), a campaign and the reserved disposition."""
    users = get_user_model().objects
    if not users.filter(username="admin").exists():
        users.create_superuser("admin", "admin@example.com", "admin")
    Campaign.objects.get_or_create(name="Inbound")
    Disposition.objects.get_or_create(name=settings.AGENDA)


def write_keys():
    """Redis may be late or down; the periodic jobs write the keys again every minute."""
    try:
        log.info("%d keys written to Redis", store.regenerate())
    except redis.RedisError as error:
        log.warning("no keys written to Redis: %s", error)


def write_object():
    """The bucket may be late or down, too."""
    name = Installation.objects.values_list("name", flat=True).get()
    body = json.dumps({"name": name, "release": settings.RELEASE})
    try:
        bucket.put("omnileads/installation.json", body.encode())
        log.info("object written to the bucket at %s", bucket.endpoint())
    except (OSError, KeyError) as error:
        log.warning("no object written to the bucket: %s", error)
