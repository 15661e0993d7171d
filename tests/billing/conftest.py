"""What the tests of money share: a clock that stands still, and an offer."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import time_machine

if TYPE_CHECKING:
    from billing.models import Offer
    from tests.billing.stripe_double import Double

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


@pytest.fixture
def double(monkeypatch, settings) -> "Iterator[Double]":
    """Stripe's double, and the settings with which the portal talks to it; what was asked against the SDK's types fails the test."""
    import stripe  # noqa: PLC0415

    from billing import gateway  # noqa: PLC0415
    from tests.billing.stripe_double import KEY, SECRET, running  # noqa: PLC0415

    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0.01)
    monkeypatch.setattr(stripe.HTTPClient, "MAX_DELAY", 0.01)
    monkeypatch.setattr(gateway, "TIMEOUT_SECONDS", 0.25)
    with running() as found:
        settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET, settings.STRIPE_API_BASE = KEY, [SECRET], found.url
        yield found
    assert found.wrong == []
