"""The Celery application. A task carries ids only and its result is ignored; losing the broker loses nothing."""

import logging
import os
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init, setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

# Celery's Django fix-up closes each connection when a worker process starts and around each task:
# nothing is shared over a fork, and a task never meets a connection that died while it waited.
app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def queue_folders() -> list[Path]:
    """The folders of the filesystem broker; none when the broker is Redis."""
    options = app.conf.broker_transport_options
    return [Path(options[key]) for key in ("data_folder_in", "data_folder_out", "control_folder") if key in options]


@celeryd_init.connect(weak=False)
@beat_init.connect(weak=False)
def make_queue_folders(**kwargs: Any) -> None:
    """Messages name who is told what by id: the folder is nobody else's to list."""
    for folder in queue_folders():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


@setup_logging.connect(weak=False)
def keep_our_logging(**kwargs: Any) -> None:
    """Being connected is enough for Celery to leave logging to Django's settings; a line for every sweep would drown the rest."""
    logging.getLogger("celery").setLevel(logging.WARNING)
