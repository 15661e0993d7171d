"""Whether this session used a second factor, and who must."""

from typing import Final

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.internal.flows.trust import is_trusted_browser
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.models import User

TRUSTED: Final = "trusted_device"
FACTORS: Final = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def used(request: HttpRequest, user: User) -> bool:
    """True when this session proved a second factor, or began on a device that its owner trusted with one."""
    return request.session.get(TRUSTED) == user.pk or any(
        record.get("method") == "mfa" for record in get_authentication_records(request, user)
    )


def note_trust(request: HttpRequest, user: User) -> None:
    """At login: remember that the second factor was not asked because this device is trusted."""
    if has_one(user) and is_trusted_browser(request, user):
        request.session[TRUSTED] = user.pk


def has_one(user: User) -> bool:
    return bool(is_mfa_enabled(user, FACTORS))


def holders() -> set[int]:
    """The ids of everybody who set up a second factor. One query."""
    return set(Authenticator.objects.filter(type__in=FACTORS).values_list("user_id", flat=True))


def is_asked_of(user: User) -> bool:
    """Whoever works here, and a client who chose an app for it. A client's passkey is a way in, not a second lock."""
    return has_one(user) if user.is_staff else bool(is_mfa_enabled(user, [Authenticator.Type.TOTP]))


def may_lose(authenticator: Authenticator) -> bool:
    """Who works here keeps at least one second factor."""
    others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS).exclude(pk=authenticator.pk)
    return not authenticator.user.is_staff or authenticator.type not in FACTORS or others.exists()


class ActivateTotp(ActivateTOTPView):  # type: ignore[misc]
    def form_valid(self, form: Form) -> HttpResponse:
        """The code that was just typed is a proof: nobody is asked for another."""
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="totp", reauthenticated=True)
        return response


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    def form_valid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="webauthn", reauthenticated=True)
        return response

    def get_success_url(self) -> str:
        """Recovery codes are for who is asked for a second factor; a client who loses a passkey asks for a mailed code."""
        if self.did_generate_recovery_codes and self.request.user.is_staff:
            return reverse("mfa_view_recovery_codes")
        return reverse("mfa_list_webauthn")
