"""A request of somebody who is logged in, as views receive it behind the login middleware."""

from django.http import HttpRequest
from django.views.decorators.http import require_http_methods

from accounts.models import User

# For a page with a form on it: HEAD stands beside GET, since Django does not add it by itself.
require_form = require_http_methods(["GET", "HEAD", "POST"])


class Visit(HttpRequest):
    user: User
