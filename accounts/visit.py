"""A request of somebody who is logged in, as views receive it behind the login middleware."""

from django.http import HttpRequest

from accounts.models import User


class Visit(HttpRequest):
    user: User
