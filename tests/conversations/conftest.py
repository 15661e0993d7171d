"""The desk that the tests of this room begin from, at a clock that stands still."""

from collections.abc import Iterator

import pytest
import time_machine


@pytest.fixture(autouse=True)
def stopped_clock() -> Iterator[None]:
    from tests.people import NOW  # noqa: PLC0415 - Django is not ready when this file is read

    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(db: None) -> object:
    from tests.exercises.desks import make_desk  # noqa: PLC0415

    return make_desk()
