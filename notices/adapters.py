"""Where allauth meets this house: nobody signs up, codes travel by the outbox, and our rules say who must prove what."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import codes, second_factor, sessions, stepup
from accounts.models import User
from notices import account_mail

LOGIN_CODE = "account/email/login_code"
# allauth asks everybody who has an authenticator; ours asks by what somebody does here.
STAGES = {"allauth.mfa.stages.AuthenticateStage": "accounts.stages.SecondFactorStage"}
TOO_MANY = _("That was tried too often. Wait a while, or ask for a new code.")


class PortalAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("This is not the code. Look at the newest mail; capitals and the hyphen do not matter."),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": _("A new code can be sent once a minute. The last one is still good."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def generate_login_code(self) -> str:
        return codes.new_code()

    def get_login_stages(self) -> list[str]:
        return [STAGES.get(stage, stage) for stage in super().get_login_stages()]

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        sessions.begin(request.session, timezone.now())
        second_factor.note_trust(request, user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """allauth mails codes only. Anything else would be a mail that this house does not know: KeyError."""
        if template_prefix != LOGIN_CODE:
            raise KeyError(template_prefix)
        user = User.objects.get(email=email.lower())
        account_mail.send_code(user=user, code=context["code"], now=timezone.now())

    def send_notification_mail(self, template_prefix: str, user: User, context: Any = None, email: str | None = None) -> None:
        """A way to sign in was added or taken away: its person is told, without saying which."""
        account_mail.tell_of_change(user=user, now=timezone.now())

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        return stepup.ways(user) if user.is_authenticated else []

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Our rule instead of allauth's, which asks nothing of who has no second factor, and forgets that one just logged in."""
        request = context.request
        if not stepup.recently_proved(request, request.user):
            raise ReauthenticationRequired
        return False


class PortalMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("Whoever works here keeps one second factor. Add another first."),
        "incorrect_code": _("This is not the code that belongs to this moment. Wait for the next one and try again."),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return second_factor.may_lose(authenticator)

    # The name of the site in allauth is a row of the sites framework, which this portal does not have.
    def _get_site_name(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)
