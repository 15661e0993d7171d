"""What stands in front of pages that others bring along and that this house does not use."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt


# Nothing is changed here, and an old page must find its way to our log-in too.
@csrf_exempt
@login_not_required
def to_ours(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
    """To our log-in page, whatever the method; nothing that was posted is read."""
    return redirect("account_login")
