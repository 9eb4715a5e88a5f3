"""What Asterisk and the other components read in Redis."""

import time

from django.conf import settings

import redis

from ..models import Agent, Campaign


def connect():
    """A client of the tenant's Redis that gives up after five seconds."""
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=5, socket_connect_timeout=5, decode_responses=True
    )


def regenerate():
    """Writes every campaign and agent; returns how many keys."""
    entries = {
        "OML:CAMP:%d" % row.id: {"NAME": row.name, "ACTIVE": str(row.active)}
        for row in Campaign.objects.all()
    }
    for row in Agent.objects.select_related("user"):
        entries["OML:AGENT:%d" % row.id] = {"NAME": row.user.username, "SIP": str(row.extension)}
    entries["OML:REGENERATED"] = {"AT": str(int(time.time())), "RELEASE": settings.RELEASE}
    pipe = connect().pipeline()
    for key, fields in entries.items():
        pipe.delete(key)
        pipe.hset(key, mapping=fields)
    pipe.execute()
    return len(entries)
