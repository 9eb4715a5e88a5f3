"""What every release has."""

from django.conf import settings
from django.db import models


class Installation(models.Model):
    """The contact centre itself: one row."""

    name = models.CharField(max_length=100, default="OMniLeads")
    welcome = models.CharField(max_length=200, default="Welcome")


class Campaign(models.Model):
    name = models.CharField(max_length=100, unique=True)
    active = models.BooleanField(default=True)
    created = models.DateTimeField(auto_now_add=True)


class Disposition(models.Model):
    """How a call may end; one name is reserved for calling back."""

    name = models.CharField(max_length=100, unique=True)


class Agent(models.Model):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE)
    extension = models.PositiveIntegerField(unique=True)


class Contact(models.Model):
    campaign = models.ForeignKey(Campaign, models.CASCADE)
    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=32)
    note = models.TextField(blank=True)
