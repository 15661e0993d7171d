"""Login codes: two groups of four, typed. The session keeps only a keyed fingerprint; the code itself is in the sealed mail alone."""

import hmac
import time
from typing import Any, Final, Self

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.core import ratelimit
from allauth.core.exceptions import RateLimited
from allauth.core.internal.cryptokit import normalize_user_code
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string, salted_hmac

from accounts.models import User

# Nothing that can be read as something else (0/O, 1/I/L, 2/Z, 5/S, 8/B), and no vowels, so that no code is a word.
ALPHABET: Final = "CDFGHJKMNPQRTVWX34679"
GROUP: Final = 4


def new_code() -> str:
    """A code such as CDFG-3467: 21 ** 8 possibilities."""
    letters = get_random_string(2 * GROUP, ALPHABET)
    return f"{letters[:GROUP]}-{letters[GROUP:]}"


def fingerprint(code: str) -> str:
    """What is kept of a code: the same for any case, with or without the hyphen, and of no use without SECRET_KEY."""
    return salted_hmac("accounts.codes", normalize_user_code(code), algorithm="sha256").hexdigest()


def matches(typed: str, kept: str | None) -> bool:
    # How long a wrong code takes must not tell how much of it was right.
    return bool(kept) and hmac.compare_digest(fingerprint(typed), str(kept))


class CodeProcess(LoginCodeVerificationProcess):  # type: ignore[misc]
    """allauth's login by code with our fingerprint, a code that starts afresh when it is sent again, and no address table:
    `User.email` is the only truth about addresses."""

    @classmethod
    def begin(cls, request: HttpRequest, user: User | None, email: str) -> Self:
        """Send a code to `user` and remember in the session that one is awaited; an unknown address gets the same but the mail."""
        login = Login(user=user, email=email)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=user, email=email), initiated_by_user=True)
        process = cls(stage=stage)
        process.send()
        process.persist()
        return process

    @classmethod
    def resume(cls, stage: LoginByCodeStage) -> Self | None:
        process = cls(stage=stage)
        return process if process.abort_if_invalid() else None

    def is_valid(self) -> bool:
        """Also whether the code's address still is its person's: who has the old mailbox has no way in any more."""
        user: User | None = self.user
        return bool(super().is_valid()) and (user is None or user.email == self.state["email"])

    def generate_code(self) -> str:
        code: str = get_adapter().generate_login_code()
        self.state["code"] = fingerprint(code)
        return code

    def resend(self) -> None:
        """A new code, with 15 minutes and 5 tries of its own. Raises RateLimited within a minute of the last one."""
        if not ratelimit.consume(self.request, action="request_login_code", key=self.state["email"].lower()):
            raise RateLimited
        self.state.update(at=time.time(), failed_attempts=0)
        # allauth ends a log-in that began too long ago, and would end this one under its new code.
        self.stage.login.initiated_at = time.time()
        self.send(skip_enumeration_mails=True)
        self.record_resend()
        self.persist()

    def finish(self, redirect_url: str | None) -> HttpResponse:
        email = self.state["email"]
        record_authentication(self.request, self.user, method="code", email=email)
        login = Login(user=self.user, redirect_url=redirect_url, email=email)
        response: HttpResponse = perform_login(self.request, login)
        return response


# The same rules for a code that proves once more who is there (`accounts.stepup`).
STEPUP: Final = "stepup_code"


def begin_stepup(request: HttpRequest, user: User) -> None:
    """Mail a code to somebody who is logged in. Raises RateLimited within a minute of the last one."""
    if not ratelimit.consume(request, action="request_login_code", key=user.email):
        raise RateLimited
    code = get_adapter().generate_login_code()
    request.session[STEPUP] = {"code": fingerprint(code), "at": time.time(), "tries": 0}
    get_adapter().send_mail("account/email/login_code", user.email, {"code": code})


def awaited(request: HttpRequest) -> dict[str, Any] | None:
    """The code that proves once more, while it is valid and has tries left."""
    state: dict[str, Any] | None = request.session.get(STEPUP)
    if not state or time.time() - state["at"] > app_settings.LOGIN_BY_CODE_TIMEOUT:
        return None
    return state if state["tries"] < app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS else None


def finish_stepup(request: HttpRequest, user: User, typed: str) -> bool:
    """True when the code was right; it is then used up, and so it is after five wrong ones."""
    state = awaited(request)
    if state is None:
        return False
    if matches(typed, state["code"]):
        del request.session[STEPUP]
        record_authentication(request, user, method="code", email=user.email, reauthenticated=True)
        return True
    # A new dict: a session does not notice what changes inside an old one.
    request.session[STEPUP] = state | {"tries": state["tries"] + 1}
    return False
