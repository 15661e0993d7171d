"""Waking a worker once the transaction is committed. Losing the nudge costs one sweep, so a broker that is down is nobody's error."""

import logging
from functools import partial

from celery import current_app
from django.db import DEFAULT_DB_ALIAS, transaction

log = logging.getLogger(__name__)


def nudge(task: str) -> None:
    """`task` by its name, with nothing to carry: it looks itself what is due."""
    # `robust`: the money is booked, and whatever goes wrong from here on must not look as if it were not.
    transaction.on_commit(partial(publish, task), using=DEFAULT_DB_ALIAS, robust=True)


def publish(task: str) -> None:
    try:
        current_app.send_task(task, retry=False)
    except Exception as error:  # noqa: BLE001 - the row is committed and the sweep comes by itself
        log.warning("the nudge was lost: %s", type(error).__name__)
