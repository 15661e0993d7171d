"""The desk that the tests of this room begin from."""

import pytest


@pytest.fixture
def desk(db: None) -> object:
    from tests.exercises.desks import make_desk  # noqa: PLC0415 - Django is not ready when this file is read

    return make_desk()
