"""What makes the portal installable: a neutral name and an icon. No service worker: nothing is kept on the device."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

PAPER = "#f0efe7"
# Maskable has room around it: a phone cuts its icons to a shape of its own.
ICONS = (("img/icon-192.png", 192, "any"), ("img/icon-512.png", 512, "any"), ("img/icon-maskable-512.png", 512, "maskable"))


@require_safe
@login_not_required
def manifest(request: HttpRequest) -> JsonResponse:
    """The web app manifest. Its one colour is that of paper; the pages themselves say which they have at night."""
    body = {
        "id": "/",
        "name": _("Portal"),
        "short_name": _("Portal"),
        "lang": get_language(),
        "start_url": "/",
        "scope": "/",
        # With a way back: not every phone has a button for it.
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": static(path), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose} for path, size, purpose in ICONS
        ],
        "shortcuts": [{"name": _("Right now"), "url": reverse("now")}],
    }
    return JsonResponse(body, content_type="application/manifest+json", headers={"Cache-Control": "private, max-age=3600"})
