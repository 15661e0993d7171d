"""For pages on which somebody writes: a session that ended in mid-sentence must not cost a word, nor give it to another."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.writer import is_of_another, mark

View = Callable[..., HttpResponse]


def asks_json(request: HttpRequest) -> bool:
    """Sent by the script that saves while somebody types."""
    return request.headers.get("Accept") == "application/json"


def writing(view: View) -> View:
    """As a login that is required, but what an anonymous POST carries comes back in a form to send again; so does what
    was typed on the page of somebody else than who is logged in now.

    Nothing of it is stored or put in a session: whoever sits here now may be somebody else.
    """

    @login_not_required
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            # Nobody asked whether this session used a second factor, and clients need none.
            if request.user.is_staff:
                raise Http404
            if request.method != "POST" or not is_of_another(request):
                return view(request, *args, **kwargs)
        if request.method == "POST":
            return JsonResponse({}, status=403) if asks_json(request) else render(request, "journey/kept.html", status=403)
        # A GET holds no words, so after logging in it is simply opened again.
        return redirect_to_login(request.get_full_path())

    return checked


@require_safe
@login_not_required
def writer(request: HttpRequest) -> HttpResponse:
    """Who is logged in here, as the mark that pages carry, and the token that their forms need now. For a page that stayed open."""
    return JsonResponse({"owner": mark(request.user), "token": get_token(request)})
