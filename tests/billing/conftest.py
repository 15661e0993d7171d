"""What the tests of money share: an offer, the office's browser, and Stripe's double."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from billing.models import Offer
    from tests.billing.stripe_double import Double

# Imports inside the fixtures: Django is not ready when this file is read.


@pytest.fixture
def offer(db) -> "Offer":
    from tests.billing import orders  # noqa: PLC0415

    return orders.offer()


@pytest.fixture
def office(db) -> Client:
    from tests import people  # noqa: PLC0415
    from tests.signed_in import signed_in  # noqa: PLC0415

    return signed_in(people.office(), people.NOW)


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
