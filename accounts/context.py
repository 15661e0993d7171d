"""What every template may use."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import Practice, User


def practice(request: HttpRequest) -> dict[str, object]:
    # A page that shows nothing of the practice costs no query.
    return {"practice": SimpleLazyObject(Practice.current)}


def display_name(user: User) -> str:
    return user.name
