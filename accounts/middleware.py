"""What every request of a person gets: an end to old sessions, their language and zone, a second factor for who works here."""

from collections.abc import Callable
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode

from accounts import second_factor, sessions, stepup
from accounts.sign_in import BACK_OFFICE

Handler = Callable[[HttpRequest], HttpResponse]

# Where somebody who works here gets without a second factor: out, or to a second factor.
OPEN_TO_STAFF: Final = {
    "account_logout",
    "back_office_logout",
    "account_inactive",
    "account_reauthenticate",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "mfa_view_recovery_codes",
}


def sessions_end(get_response: Handler) -> Handler:
    """A session that was idle for too long, or lasted too long, is over now: checked here, not when somebody logged in."""

    def respond(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = timezone.now()
            over, untraced = sessions.is_over(request.session, request.user, now), request.path_info in settings.LEAVES_NO_TRACE
            # `logout` would write to the session, and of this visit nothing is kept.
            if over and untraced:
                request.user = AnonymousUser()
            elif over:
                logout(request)
            elif not untraced:
                sessions.touch(request.session, now)
        return get_response(request)

    return respond


def in_their_language_and_zone(get_response: Handler) -> Handler:
    def respond(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            with translation.override(translation.get_language_from_request(request)):
                return get_response(request)
        with translation.override(request.user.language), timezone.override(ZoneInfo(request.user.zone)):
            return get_response(request)

    return respond


class staff_use_a_second_factor:  # noqa: N801 - named in settings as what it does
    """Whoever works here gets nowhere before this session used a second factor; the back office is theirs alone."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *args: Any) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or is_open_to_all(request, view):
            return None
        if not user.is_staff:
            refuse_back_office(request)
            return None
        if request.resolver_match is not None and request.resolver_match.view_name in OPEN_TO_STAFF:
            return None
        if second_factor.used(request, user):
            return None
        if not second_factor.has_one(user):
            return HttpResponseRedirect(reverse("mfa_index"))
        # What was posted cannot be sent again by a redirect, so there is only a page to go back to.
        back = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
        return HttpResponseRedirect(f"{stepup.ways(user)[0]['url']}?{back}")


def is_open_to_all(request: HttpRequest, view: Callable[..., HttpResponse]) -> bool:
    """Asks no log-in. What the back office's own API says of itself is not believed: REST framework exempts its views."""
    return not getattr(view, "login_required", True) and not request.path_info.startswith(BACK_OFFICE)


def refuse_back_office(request: HttpRequest) -> None:
    """For a client it is not there. Raises Http404."""
    if request.path_info.startswith(BACK_OFFICE):
        raise Http404
