"""What kind of entry somebody wrote, told from its exercise: no text is opened for it."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programme.models import Exercise

Sort = Exercise.Kind

# In the words of a logbook.
SORTS: Final[list[tuple[str, Promise]]] = [
    (Sort.TRIGGER, _("Trigger log")),
    (Sort.DAILY, _("Log of the day")),
    (Sort.FREE, _("Written freely")),
    (Sort.PLANNED, _("A plan")),
    (Sort.PLAIN, _("Exercise")),
]
