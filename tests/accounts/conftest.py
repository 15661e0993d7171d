import pytest


@pytest.fixture(autouse=True)
def no_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    """The floor under each answer has a test of its own; here it would only be waited for."""
    monkeypatch.setattr("accounts.sign_in.FLOOR", 0.0)
