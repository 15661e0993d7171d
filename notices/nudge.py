"""Waking a worker once the transaction is committed. Losing the nudge costs one sweep, so a broker that is down is nobody's error."""

import logging
from collections.abc import Callable
from functools import partial

from django.db import DEFAULT_DB_ALIAS, transaction

log = logging.getLogger(__name__)


def after_commit(ask: Callable[[], object]) -> None:
    """`ask` for a task, with nothing to carry: it looks itself what is due."""
    # `robust`: what was written stands, and whatever goes wrong from here on must not look as if it did not.
    transaction.on_commit(partial(try_to, ask), using=DEFAULT_DB_ALIAS, robust=True)


def try_to(ask: Callable[[], object]) -> None:
    try:
        ask()
    except Exception as error:  # noqa: BLE001 - the row is committed and the sweep comes by itself
        log.warning("the nudge was lost: %s", type(error).__name__)
