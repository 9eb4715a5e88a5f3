"""What happens when the application's schema is up to date."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OmlappConfig(AppConfig):
    """The application: it prepares an installation behind its migrations, in their process."""

    name = "ominicontacto_app"

    def ready(self):
        """Models can be had from here on."""
        from .services import installation

        post_migrate.connect(installation.prepare, sender=self)
