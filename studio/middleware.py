"""What of Wagtail is reachable, and the one place where the strict content policy gives way: its pages set styles inline."""

from collections.abc import Callable
from typing import Final

from csp.constants import HEADER, NONE, SELF, UNSAFE_INLINE
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

Handler = Callable[[HttpRequest], HttpResponse]

# Under the back office: our way in and out, the programme, and what its pages themselves ask for. Users, groups, bulk actions,
# reports, images, documents, workflows and whatever a next version brings are not there, for a superuser neither.
USED: Final = (
    "login/",
    "logout/",
    "password_reset/",
    "account/",
    "programma/",
    "sprite/",
    "jsi18n/",
    "editing-sessions/",
    "choose-page/",
    "choose-external-link/",
    "choose-email-link/",
    "choose-phone-link/",
    "choose-anchor-link/",
)


def only_what_is_used(get_response: Handler) -> Handler:
    """Raises Http404 for the rest of the back office, before any of it runs."""

    def respond(request: HttpRequest) -> HttpResponse:
        door = reverse("wagtailadmin_home")
        inside = request.path_info.removeprefix(door) if request.path_info.startswith(door) else ""
        if inside and not inside.startswith(USED):
            raise Http404
        return get_response(request)

    return respond


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
