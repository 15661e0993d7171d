"""The clock of this room."""

import pytest


@pytest.fixture(autouse=True)
def stopped(clock: object) -> None:
    """For all of this room."""
