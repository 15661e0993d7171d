"""The portal's own settings, with one address more: an empty page behind the same middleware and login."""

from portal.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
