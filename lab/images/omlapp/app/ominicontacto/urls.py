"""The pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path
from ominicontacto_app import views

urlpatterns = [
    path("", views.Home.as_view()),
    path("accounts/login/", views.Login.as_view()),
    path("accounts/logout/", LogoutView.as_view(next_page="/accounts/login/")),
]
