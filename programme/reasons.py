"""Why the office did something: from a list, and never a word about how somebody is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OfficeReason(models.TextChoices):
    """Kept in `Change.reason`; the prefix tells them from the reasons of a client or a coach, which the office does not see."""

    ASKED = "office-asked", _("asked for by this person")
    TALKED = "office-talked", _("agreed with the one who guides")
    PRACTICE = "office-practice", _("for a reason of the practice")
    MISTAKE = "office-mistake", _("a mistake put right")
