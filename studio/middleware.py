"""The one place where the strict content policy gives way: Wagtail's own pages set styles inline."""

from collections.abc import Callable

from csp.constants import HEADER, NONE, SELF, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

Handler = Callable[[HttpRequest], HttpResponse]


def styles_of_the_back_office(get_response: Handler) -> Handler:
    """Under the back office, and nowhere else, styles may stand in the page; a preview may be framed by its own editor."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path_info.startswith(reverse("wagtailadmin_home")):
            framed = response.headers.get("X-Frame-Options") == "SAMEORIGIN"
            # A preview passed the whole chain once already, as a page of the portal, and has that page's policy.
            response.headers.pop(HEADER, None)
            policy = {"style-src": [SELF, UNSAFE_INLINE], "frame-ancestors": [SELF if framed else NONE]}
            setattr(response, "_csp_replace", policy)  # noqa: B010 - django-csp's way for a view to say it
        return response

    return respond
