"""Logging in: an address, a code by mail, or a passkey. The same answer for everybody, and never sooner than the floor."""

import time
from typing import Any, Final

from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator

from accounts import codes, sessions
from accounts.models import User

# Seconds. Sealing and storing a code takes a few hundredths; with this nobody can tell whether it was done.
FLOOR: Final = 0.4
BACK_OFFICE: Final = "/beheer/"


class SignIn(RequestLoginCodeView):  # type: ignore[misc]
    """The log-in page: asks an address, mails a code. An unknown address sees the same and gets no mail."""

    template_name = "account/login.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        began = time.monotonic()
        response: HttpResponse = super().post(request, *args, **kwargs)
        time.sleep(max(0.0, began + FLOOR - time.monotonic()))
        return response

    def form_valid(self, form: Form) -> HttpResponse:
        user: User | None = form._user  # type: ignore[attr-defined]  # set by allauth's clean_email
        codes.CodeProcess.begin(self.request, user, form.cleaned_data["email"].lower())
        return HttpResponseRedirect(self.get_success_url())

    def get_authenticated_redirect_url(self) -> str:
        """Wagtail sends whom it refuses here; sending them back would never end."""
        url: str = super().get_authenticated_redirect_url()
        return reverse("home") if url.startswith(BACK_OFFICE) else url


@method_decorator(login_not_required, name="dispatch")
class ConfirmCode(ConfirmLoginCodeView):  # type: ignore[misc]
    """The page that waits for the code; it survives leaving it for the mail app."""

    template_name = "account/confirm_login_code.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        began = time.monotonic()
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        # Only this mails something, and how long that takes would tell whether the address is known.
        if request.POST.get("action") == "resend":
            time.sleep(max(0.0, began + FLOOR - time.monotonic()))
        return response

    @property
    def _process(self) -> codes.CodeProcess | None:
        """allauth puts its own process here; ours is the same state with our rules."""
        return self.resumed

    @_process.setter
    def _process(self, process: object) -> None:
        self.resumed = codes.CodeProcess.resume(self.stage) if process else None

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        return kwargs if self._action == "resend" or not self.resumed else kwargs | {"email": self.resumed.state["email"]}

    def _verify_form_valid(self, form: Form) -> HttpResponse:
        self.request.session[sessions.OWN_DEVICE] = form.cleaned_data["own_device"]
        response: HttpResponse = super()._verify_form_valid(form)
        return response


class SignInWithPasskey(LoginWebAuthnView):  # type: ignore[misc]
    def form_valid(self, form: Form) -> HttpResponse:
        self.request.session[sessions.OWN_DEVICE] = "own_device" in self.request.POST
        response: HttpResponse = super().form_valid(form)
        return response
