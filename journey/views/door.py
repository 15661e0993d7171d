"""Where everybody comes in, and the page of help that needs no account."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe


@require_safe
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """Everybody's own first page: the day, the desk, the office, or the way in."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    if request.user.is_coach:
        return redirect("desk")
    if request.user.is_office:
        return redirect("office")
    return redirect("wagtailadmin_home" if request.user.is_staff else "today")


@require_safe
@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "journey/help.html")
