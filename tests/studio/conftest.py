"""Where the tests of this room begin: a coach who guides in a programme, the office's browser, and a week to write in."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from accounts.models import User
    from programme.models import Week

# Imports inside the fixtures: Django is not ready when this file is read.


@pytest.fixture
def coach(db: None) -> "User":
    from tests import people  # noqa: PLC0415

    people.programme()
    return people.coach()


@pytest.fixture
def office(db: None) -> Client:
    from tests import people  # noqa: PLC0415
    from tests.signed_in import signed_in  # noqa: PLC0415

    return signed_in(people.office(), people.NOW)


@pytest.fixture
def week(db: None) -> "Week":
    from tests import people  # noqa: PLC0415

    return people.programme().weeks.get(number=3)
