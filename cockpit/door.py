"""Who comes in: coaches; to the page of all components, which has no word of anybody, the office too. For others there is nothing here."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse

from accounts.visit import Visit

__all__ = ["Visit", "coaches_only", "for_who_works_here"]


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
