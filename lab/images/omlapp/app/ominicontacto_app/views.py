"""The login page and the page behind it."""

import logging

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import LoginView
from django.views.generic import ListView

import redis

from .models import Campaign, Installation
from .services import store

log = logging.getLogger(__name__)


def failures(user, failed=False):
    """How often `user` gave a wrong password within an hour; 0 where Redis does not answer."""
    key = f"OML:LOGIN:{user}"
    try:
        client = store.connect()
        if failed:
            client.incr(key)
            client.expire(key, 3600)
        return int(client.get(key) or 0)
    except redis.RedisError as error:
        log.warning("wrong passwords are not counted: %s", error)
        return 0


class Login(LoginView):
    """Greets with a row of the database: a page without one is no page."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            installation=Installation.objects.get(), release=settings.RELEASE, **kwargs
        )

    def post(self, request, *args, **kwargs):
        if failures(request.POST.get("username", "")) >= settings.LOGIN_FAILURE_LIMIT:
            return self.render_to_response(self.get_context_data(locked=True), status=403)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form):
        failures(form.data.get("username", ""), failed=True)
        return super().form_invalid(form)


class Home(LoginRequiredMixin, ListView):
    """The campaigns, read from the replica where there is one."""

    template_name = "home.html"

    def get_queryset(self):
        alias = "replica" if settings.HAS_REPLICA else "default"
        return Campaign.objects.using(alias).order_by("name")
