"""Which gateway takes the money here: Stripe's when a key is set, the demo's otherwise."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

from billing.demo import DemoGateway
from billing.gateway import StripeGateway
from billing.seam import Gateway

TEST_KEYS = ("sk_test_", "rk_test_")
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def current() -> Gateway:
    key = settings.STRIPE_SECRET_KEY
    if not key:
        return DemoGateway()
    base = settings.STRIPE_API_BASE
    if base and not may_use(key, base):
        raise ImproperlyConfigured("STRIPE_API_BASE goes with a test key only, and https or this machine only")
    return StripeGateway(key, settings.STRIPE_WEBHOOK_SECRET, site_url=settings.SITE_URL, base=base)


def check_gateway(**_kwargs: Any) -> list[CheckMessage]:
    """What would take no money, or somebody else's, before it can."""
    key, base = settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE
    found: list[CheckMessage] = []
    if not key and not (settings.DEBUG or settings.DEMO or settings.PAYMENTS_DEMO):
        sentence = "STRIPE_SECRET_KEY is not set, so clients would pay invented money."
        found.append(Error(sentence, hint="Set it, or PAYMENTS_DEMO=1 for a trial. See docs/stripe.md.", id="billing.E001"))
    if key and not key.startswith((*TEST_KEYS, "sk_live_", "rk_live_")):
        found.append(Error("STRIPE_SECRET_KEY is no secret key of Stripe: it begins with sk_ or rk_.", id="billing.E002"))
    if key and not settings.STRIPE_WEBHOOK_SECRET:
        found.append(Error("STRIPE_WEBHOOK_SECRET is not set: every word of Stripe would be refused.", id="billing.E003"))
    if base and not may_use(key, base):
        found.append(Error("STRIPE_API_BASE is for tests: with a test key only, and https or this machine only.", id="billing.E004"))
    return found


def may_use(key: str, base: str) -> bool:
    """Whether another address of the API may be asked with this key."""
    parts = urlsplit(base)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    return safe and key.startswith(TEST_KEYS)
