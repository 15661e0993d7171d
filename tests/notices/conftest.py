from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from notices.kinds import KINDS, Kind
from tests.notices.carrier import Carrier

if TYPE_CHECKING:  # a conftest is read before Django is ready for models
    from notices.models import Notice


@pytest.fixture
def wanted() -> set[str]:
    """Kinds that are no longer wanted; a test adds to it."""
    return set()


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch, wanted: set[str]) -> None:
    """The kinds of the apps above, with facts that need no programme."""

    def still(notice: "Notice") -> bool:
        return notice.kind not in wanted

    def week(notice: "Notice") -> dict[str, object]:
        return {"number": 4, "url": "/week/4/"}

    made = [
        Kind("week-open", still, week, label="a week opens"),
        Kind("day-3", still, week, label="a reminder"),
        Kind("day-6", still, week, label="a reminder", on_sunday=True),
        Kind("answer-arrived", still, week, label="an answer", capped=False),
        Kind("invitation", still, lambda notice: {"url": "/uitnodiging/", "until": notice.created_at}, capped=False),
    ]
    for kind in made:
        monkeypatch.setitem(KINDS, kind.name, kind)


@pytest.fixture
def carrier() -> Iterator[Carrier]:
    """A mail server on this machine."""
    with Carrier() as running:
        yield running


@pytest.fixture
def over_smtp(carrier: Carrier, settings) -> Carrier:
    """Mail goes to that server."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", carrier.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    return carrier
