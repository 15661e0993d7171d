"""The way into the back office: whoever edits comes at the weeks, the office at its own pages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.models import User


@require_safe
def first_page(request: HttpRequest) -> HttpResponse:
    user = request.user
    if isinstance(user, User) and user.has_perm("programme.change_week"):
        return redirect("wagtailsnippets_programme_week:list")
    if isinstance(user, User) and user.is_office:
        return redirect("office")
    raise Http404


@require_safe
def my_account(request: HttpRequest) -> HttpResponse:
    """One's name and how one signs in stand on one page of ours."""
    return redirect("person")
