"""What the tests of money share: a clock that stands still, and an offer."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import time_machine

if TYPE_CHECKING:
    from billing.models import Offer

# Imports inside the fixtures: Django is not ready when this file is read.


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    from tests.people import NOW  # noqa: PLC0415

    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def offer(db) -> "Offer":
    from tests.billing import orders  # noqa: PLC0415

    return orders.offer()
