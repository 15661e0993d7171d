"""Why somebody's dates were changed: a choice from a list, never a person's own words, since the client reads it too."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from programme.models import Pause


class Reason(models.TextChoices):
    TALKED = "talked", _("talked about together")
    ASKED = "asked", _("at their own request")
    PACE = "pace", _("another pace fits better")
    HOLIDAY = "holiday", _("a holiday")
    ILLNESS = "illness", _("illness")
    BUSY = "busy", _("a busy time")
    PRACTICE = "practice", _("something at the practice")
    MISTAKE = "mistake", _("to put a mistake right")
    OTHER = "other", _("something else")
    UNDONE = "undone", _("put back as it was")


class OfficeReason(models.TextChoices):
    """The office's own: never how somebody is. The prefix tells them from the reasons of a client or a coach, which the office
    does not see."""

    ASKED = "office-asked", _("asked for by this person")
    TALKED = "office-talked", _("agreed with the one who guides")
    PRACTICE = "office-practice", _("for a reason of the practice")
    MISTAKE = "office-mistake", _("a mistake put right")


# What a person chooses from: the last is said by the portal itself.
TO_CHOOSE = [choice for choice in Reason.choices if choice[0] != Reason.UNDONE]
NAMES = dict(Pause.Reason.choices) | dict(Reason.choices) | dict(OfficeReason.choices)
