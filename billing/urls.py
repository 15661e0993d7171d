"""The addresses at which a client pays, and at which Stripe tells of it."""

from django.urls import path

from billing.views import webhook

urlpatterns = [
    path("stripe/webhook/", webhook.webhook, name="stripe_webhook"),
]
