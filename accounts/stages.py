"""The steps between a right code and being logged in."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from accounts import second_factor


class SecondFactorStage(AuthenticateStage):  # type: ignore[misc]
    """allauth's step, asked only of those of whom we ask it."""

    def _should_handle(self, request: HttpRequest) -> bool:
        user = self.login.user
        return user is not None and second_factor.is_asked_of(user) and bool(super()._should_handle(request))
