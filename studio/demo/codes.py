"""The second factor of the invented coach and office: a real one, whose code the demo itself can tell."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings

from accounts.models import Practice, User


@dataclass(frozen=True, slots=True)
class Code:
    email: str
    code: str


def give(user: User) -> None:
    """A second factor as a person would set it up with an app, under a secret that only this database knows."""
    TOTP.activate(user, generate_totp_secret())


def current(now: datetime) -> list[Code]:
    """The codes that hold now. Never outside a demo: there a second factor is known to its owner alone."""
    if not settings.DEMO or not Practice.current().is_demo:
        return []
    counter = int(now.timestamp()) // app_settings.TOTP_PERIOD
    held = (
        Authenticator.objects.filter(type=Authenticator.Type.TOTP, user__email__endswith=".example").select_related("user").order_by("pk")
    )
    return [Code(one.user.email, format_hotp_value(hotp_value(decrypt(one.data["secret"]), counter))) for one in held]
