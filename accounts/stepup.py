"""Proving once more who is there, before something that cannot easily be undone."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.core.exceptions import RateLimited
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from accounts import codes, second_factor
from accounts.forms import CodeForm
from accounts.models import User
from accounts.visit import require_form, sent

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def recently_proved(request: HttpRequest, user: User) -> bool:
    """True within 15 minutes of a proof, logging in included. Of whom a second factor is asked, only that one counts."""
    wanted = {"mfa"} if second_factor.is_asked_of(user) else {"mfa", "code"}
    proofs = [record["at"] for record in get_authentication_records(request, user) if record["method"] in wanted]
    return bool(proofs) and time.time() - max(proofs) < app_settings.REAUTHENTICATION_TIMEOUT


def ways(user: User) -> list[dict[str, Any]]:
    """How this person can prove it: a list of id, description and address, the best first."""
    found = []
    if is_mfa_enabled(user, [Authenticator.Type.TOTP]):
        found.append({"id": "mfa_reauthenticate", "description": _("Use the app with codes"), "url": reverse("mfa_reauthenticate")})
    if is_mfa_enabled(user, [Authenticator.Type.WEBAUTHN]):
        passkey = {"id": "mfa_reauthenticate:webauthn", "description": _("Use a passkey"), "url": reverse("mfa_reauthenticate_webauthn")}
        found.append(passkey)
        if not found[1:] and second_factor.is_asked_of(user):
            found.append({"id": "mfa_reauthenticate", "description": _("Use a recovery code"), "url": reverse("mfa_reauthenticate")})
    if not second_factor.is_asked_of(user):
        found.append({"id": "reauthenticate", "description": _("Mail me a code"), "url": reverse("account_reauthenticate")})
    return found


def step_up_required(view: View[P]) -> View[P]:
    """For a view of somebody who is logged in. What was posted is not kept: the form is sent again after the proof."""

    @wraps(view)
    def prove_first(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        user = request.user
        if isinstance(user, User) and recently_proved(request, user):
            return view(request, *args, **kwargs)
        if not isinstance(user, User):
            return redirect("account_login")
        return HttpResponseRedirect(f"{ways(user)[0]['url']}?{urlencode({'next': request.path})}")

    return prove_first


@require_form
def by_code(request: HttpRequest) -> HttpResponse:
    """A code by mail, for who has nothing else: asked for with a button, typed on the same page."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - LoginRequiredMiddleware
    if second_factor.is_asked_of(user):
        return redirect(f"{ways(user)[0]['url']}?{urlencode({'next': here(request)})}")
    if request.method == "POST" and "send" in request.POST:
        return send_again(request, user)
    form = CodeForm(sent(request))
    if request.method == "POST" and form.is_valid() and codes.finish_stepup(request, user, form.cleaned_data["code"]):
        return resume_request(request) or HttpResponseRedirect(here(request))
    if request.method == "POST" and not form.errors:
        form.add_error("code", _("This is not the code, or it is no longer valid."))
    context = {"form": form, "sent": codes.awaited(request) is not None, "next": here(request)}
    return render(request, "account/reauthenticate.html", context)


def send_again(request: HttpRequest, user: User) -> HttpResponse:
    try:
        codes.begin_stepup(request, user)
    except RateLimited:
        messages.error(request, _("A new code can be sent once a minute. The last one is still good."))
    return HttpResponseRedirect(f"{request.path}?{urlencode({'next': here(request)})}")


def here(request: HttpRequest) -> str:
    """Where to go on to: an address of this site, or the first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()) else reverse("home")
