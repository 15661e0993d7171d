"""A request of somebody who is logged in, as views receive it behind the login middleware, and what it sends."""

from django.http import HttpRequest, QueryDict
from django.views.decorators.http import require_http_methods

from accounts.models import User

# For a page with a form on it: HEAD stands beside GET, since Django does not add it by itself.
require_form = require_http_methods(["GET", "HEAD", "POST"])


class Visit(HttpRequest):
    user: User


def sent(request: HttpRequest) -> QueryDict | None:
    """What was posted, also when that is nothing: a form of boxes in which none is ticked is sent all the same."""
    return request.POST if request.method == "POST" else None
