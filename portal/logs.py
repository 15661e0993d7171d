"""Logs go to the standard error: no bodies, no addresses, no mail to admins (Django's own handler mails what was posted)."""

from typing import Any


def to_stderr(level: int) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": ["stderr"], "level": level, "propagate": False},
            # Wagtail logs the title of what it publishes.
            "wagtail": {"level": "WARNING"},
            # And two lines for each row that is saved.
            "django_tasks": {"level": "WARNING"},
        },
    }
