"""What the newer release added."""

from django.db import models

from .core import Agent


class Skill(models.Model):
    agent = models.ForeignKey(Agent, models.CASCADE)
    name = models.CharField(max_length=50)
