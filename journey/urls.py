"""The client's addresses."""

from django.urls import path

from journey.views import door

urlpatterns = [
    path("", door.home, name="home"),
    path("hulp/", door.help_page, name="help"),
]
