"""What the demo's mailbox page shows beside the mails."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from studio.demo import codes


def second_factors(request: HttpRequest) -> dict[str, object]:
    """`second_factors`: the codes of this half minute in a demo, otherwise nothing. Asked only where a template uses it."""
    return {"second_factors": SimpleLazyObject(lambda: codes.current(timezone.now()))}
