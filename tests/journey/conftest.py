"""A Monday morning, a client in week 1 with her coach, and a stranger who follows the same programme."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.test import Client

if TYPE_CHECKING:
    from accounts.models import User
    from tests.exercises.desks import Desk

# Imports inside the fixtures: Django is not ready when this file is read.


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    from tests.people import NOW  # noqa: PLC0415

    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(db) -> "Desk":
    from tests.exercises.desks import make_desk  # noqa: PLC0415

    return make_desk()


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
