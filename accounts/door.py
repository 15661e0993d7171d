"""Who comes in at a page, by what they do here. For anybody else there is nothing: 404, as at an address that is not there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse

from accounts.models import User
from accounts.stepup import step_up_required
from accounts.visit import Visit

View = Callable[..., HttpResponse]


def opens_for(may_enter: Callable[[User], bool]) -> Callable[[View], View]:
    """A decorator of views: 404 for somebody of whom `may_enter` is not true."""

    def guard(view: View) -> View:
        @wraps(view)
        def opened(request: Visit, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may_enter(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return opened

    return guard


coaches_only = opens_for(lambda user: user.is_coach)
office_only = opens_for(lambda user: user.is_office)
for_who_works_here = opens_for(lambda user: user.is_coach or user.is_office)


def proved_office_only(view: View) -> View:
    """For what cannot easily be undone: the office, after one more proof of who is there."""
    return office_only(step_up_required(view))
