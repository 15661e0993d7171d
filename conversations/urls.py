"""The addresses at which client and coach talk and plan."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
