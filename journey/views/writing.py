"""For pages on which somebody writes: a session that ended in mid-sentence must not cost a word."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

View = Callable[..., HttpResponse]


def writing(view: View) -> View:
    """As a login that is required, but what an anonymous POST carries comes back in a form to send again.

    Nothing of it is stored or put in a session: whoever sits here now may be somebody else.
    """

    @login_not_required
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            # Nobody asked whether this session used a second factor, and clients need none.
            if request.user.is_staff:
                raise Http404
            return view(request, *args, **kwargs)
        if request.method == "POST":
            return render(request, "journey/kept.html", status=403)
        return redirect_to_login(request.get_full_path())

    return checked
