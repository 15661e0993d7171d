"""The list of where somebody is logged in, with a button to end each."""

from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.sessions import open_of
from accounts.visit import require_form


@require_form
def sessions(request: HttpRequest) -> HttpResponse:
    """POST ends the session named by `session`, or with `others` all but this one."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - LoginRequiredMiddleware
    standing = open_of(user, timezone.now())
    if request.method == "POST":
        end_sessions(request, [row for row in standing if is_chosen(row, request)])
        messages.success(request, _("Logged out there."))
        return redirect("usersessions_list")
    return render(request, "usersessions/usersession_list.html", {"sessions": standing})


def is_chosen(row: UserSession, request: HttpRequest) -> bool:
    others = "others" in request.POST and not row.is_current()
    return others or str(row.pk) == request.POST.get("session")
