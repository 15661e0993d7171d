"""Pages for what went wrong: what happened, what is safe, what to do. None of them shows anything of a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came back after its session ended: nothing is saved, and the page says how to keep the text."""
    return render(request, "errors/csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/500.html", status=500)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Somebody else's is not there: a refusal would say that it exists."""
    return render(request, "errors/404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.html", status=400)
