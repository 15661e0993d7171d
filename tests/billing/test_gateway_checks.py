"""Which gateway takes the money, and what is refused before it can take nobody's, or somebody else's."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from billing.demo import DemoGateway
from billing.gateway import StripeGateway
from billing.gateways import check_gateway, current


@pytest.fixture
def practice(settings) -> Any:
    """A real practice, with nothing set for payments yet."""
    settings.DEMO = settings.DEBUG = settings.PAYMENTS_DEMO = False
    settings.STRIPE_SECRET_KEY = settings.STRIPE_API_BASE = ""
    settings.STRIPE_WEBHOOK_SECRET = []
    return settings


def faults() -> list[str]:
    return [str(each.id) for each in check_gateway()]


def test_without_a_key_the_demo_takes_invented_money_only_where_that_is_meant(practice) -> None:
    assert isinstance(current(), DemoGateway)
    assert faults() == ["billing.E001"]
    for name in ("DEMO", "DEBUG", "PAYMENTS_DEMO"):
        setattr(practice, name, True)
        assert faults() == []
        setattr(practice, name, False)


@pytest.mark.parametrize(("key", "mode"), [("sk_test_1", "test"), ("rk_test_1", "test"), ("sk_live_1", "live"), ("rk_live_1", "live")])
def test_the_key_says_whose_money_it_is(practice, key, mode) -> None:
    practice.STRIPE_SECRET_KEY, practice.STRIPE_WEBHOOK_SECRET = key, ["whsec_1"]
    assert faults() == []
    assert isinstance(current(), StripeGateway)
    assert current().mode == mode


def test_a_key_without_a_secret_or_that_is_none_is_refused(practice) -> None:
    practice.STRIPE_SECRET_KEY = "pk_test_1"
    assert faults() == ["billing.E002", "billing.E003"]


@pytest.mark.parametrize(
    ("key", "base", "fine"),
    [
        ("sk_test_1", "http://127.0.0.1:1", True),
        ("sk_test_1", "http://localhost:1", True),
        ("sk_test_1", "https://double.example", True),
        ("sk_test_1", "http://double.example", False),
        ("sk_test_1", "ftp://127.0.0.1", False),
        ("sk_live_1", "http://127.0.0.1:1", False),
        ("rk_live_1", "https://double.example", False),
    ],
)
def test_another_address_is_asked_with_a_test_key_and_safely_only(practice, key, base, fine) -> None:
    practice.STRIPE_SECRET_KEY, practice.STRIPE_API_BASE, practice.STRIPE_WEBHOOK_SECRET = key, base, ["whsec_1"]
    assert (faults() == []) is fine
    if fine:
        current()
    else:
        with pytest.raises(ImproperlyConfigured):
            current()
