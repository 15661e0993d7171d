"""The addresses at which a client pays, and at which Stripe tells of it."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
