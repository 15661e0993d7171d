"""The movements under tension, in the words of the programme. None is better than another. Pure."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Ids of the curriculum; they stay.
MOVEMENTS: Final[tuple[tuple[str, Promise], ...]] = (
    ("naar-voren", _("Forward")),
    ("naar-achteren", _("Backward")),
    ("bevriezen", _("Freeze")),
    ("blijven", _("Stay")),
)


def in_order(first: str, second: str) -> list[str]:
    """One or two ids in the order they came; none for two empty ones. The same twice is once, a second alone is the first."""
    return list(dict.fromkeys(filter(None, (first, second))))
