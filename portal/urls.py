"""Every address of the portal. `tests/test_access.py` lists them all, with who may use each."""

from django.urls import include, path
from wagtail.admin import urls as wagtail_urls

from accounts.urls import shadow
from portal import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("accounts.urls")),
    path("", include("notices.urls")),
    path("", include("journey.urls")),
    path("", include("billing.urls")),
    path("", include("conversations.urls")),
    path("", include("cockpit.urls")),
    path("", include("studio.urls")),
    *shadow,
    path("beheer/", include(wagtail_urls)),
]

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.forbidden"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.server_error"
