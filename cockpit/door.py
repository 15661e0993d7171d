"""Who comes in: coaches; to the page of all components, which has no word of anybody, the office too. For others there is nothing here."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from accounts.models import User


class Visit(HttpRequest):
    """A request of somebody who works here and is logged in."""

    user: User


def coaches_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def opened(request: Visit, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_coach:
            raise Http404
        return view(request, *args, **kwargs)

    return opened


def for_who_works_here(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def opened(request: Visit, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (request.user.is_coach or request.user.is_office):
            raise Http404
        return view(request, *args, **kwargs)

    return opened
