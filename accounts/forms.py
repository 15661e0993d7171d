"""The forms of signing in. No password anywhere."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import RequestLoginCodeForm
from allauth.core import context, ratelimit
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm, ReauthenticateWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import codes

TYPED = {"class": "input input--code", "autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
DIGITS = {"class": "input input--code", "autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
OWN_DEVICE = _("This is my own device")


class RequestCodeForm(RequestLoginCodeForm):  # type: ignore[misc]
    email = forms.EmailField(
        label=_("Your e-mail address"), max_length=254, widget=forms.EmailInput({"class": "input", "autocomplete": "username webauthn"})
    )


class CodeForm(forms.Form):
    code = forms.CharField(label=_("Your code"), max_length=40, widget=forms.TextInput(TYPED))


class ConfirmCodeForm(CodeForm):
    """`code` arrives as the fingerprint of what was sent, or None for an address that nobody has: then no code is right."""

    own_device = forms.BooleanField(label=OWN_DEVICE, required=False, help_text=_("You then stay logged in here for thirty days at most."))

    def __init__(self, *args: Any, code: str | None = None, email: str = "", **kwargs: Any) -> None:
        self.expected, self.email = code, email
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"]
        # Counted before it is compared: after too many wrong codes the right one is refused as well.
        if not ratelimit.consume(context.request, action="confirm_login_code", key=self.email.lower()):
            raise get_adapter().validation_error("too_many_login_attempts")
        if not codes.matches(typed, self.expected):
            raise get_adapter().validation_error("incorrect_code")
        return typed


class SecondFactorForm(AuthenticateForm):  # type: ignore[misc]
    code = forms.CharField(label=_("Code from your app, or a recovery code"), max_length=40, widget=forms.TextInput(DIGITS))


class SecondFactorAgainForm(ReauthenticateForm):  # type: ignore[misc]
    code = forms.CharField(label=_("Code from your app, or a recovery code"), max_length=40, widget=forms.TextInput(DIGITS))


class SetUpAppForm(ActivateTOTPForm):  # type: ignore[misc]
    code = forms.CharField(label=_("The six digits that your app shows"), max_length=40, widget=forms.TextInput(DIGITS))


class CredentialField(forms.JSONField):
    def bound_data(self, data: Any, initial: Any) -> None:
        """Never shown again: an answer counts once, and some cannot be written on a page."""


class PasskeyAnswer(forms.Form):
    """What a browser says of a passkey: anything else is refused in a sentence. allauth breaks on some of it."""

    credential = CredentialField(widget=forms.HiddenInput)

    def full_clean(self) -> None:
        try:
            super().full_clean()
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            self.add_error("credential", _("This passkey did not work. Try once more."))


class SignInPasskeyForm(PasskeyAnswer, LoginWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyAgainForm(PasskeyAnswer, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class AddPasskeyForm(PasskeyAnswer, AddWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(label=_("A name to recognise it by"), required=False, max_length=60, widget=forms.TextInput({"class": "input"}))
    # Always one that signs in by itself, with a finger, a face or a PIN.
    passwordless = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)
