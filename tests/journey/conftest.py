"""A Monday morning, a client in week 1 with her coach, and a stranger who follows the same programme."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from accounts.models import User

# Imports inside the fixtures: Django is not ready when this file is read.


@pytest.fixture(autouse=True)
def stopped(clock: object) -> None:
    """For all of this room."""


@pytest.fixture
def stranger(desk) -> "User":
    """Another client of the same coach."""
    from tests import people  # noqa: PLC0415

    other = people.client("Sam Vos")
    people.enrolled(other, desk.coach)
    return other


@pytest.fixture
def noor(desk) -> Client:
    """The browser of the desk's client."""
    from tests.people import NOW  # noqa: PLC0415
    from tests.signed_in import signed_in  # noqa: PLC0415

    return signed_in(desk.client, NOW)


@pytest.fixture
def sam(stranger) -> Client:
    from tests.people import NOW  # noqa: PLC0415
    from tests.signed_in import signed_in  # noqa: PLC0415

    return signed_in(stranger, NOW)
