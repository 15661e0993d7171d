"""The frame: settings, addresses, Celery, the web application, health, and the commands that start and keep it."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
