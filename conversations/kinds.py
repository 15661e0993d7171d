"""The notices of this room. `about` is the id of the message, appointment or enrolment; a mail says that something is there."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conversations.models import Appointment, Message
from conversations.notes import ASKS_FILE
from notices.kinds import Kind, register
from notices.models import Notice


def still_there(notice: Notice) -> bool:
    return Message.objects.filter(uuid=notice.about).exists()


def still_planned(notice: Notice) -> bool:
    """Standing, to come, and at the moment that this notice is about. Delivery hands no clock over."""
    found = Appointment.objects.standing().filter(uuid=notice.about, starts_at__gt=timezone.now()).first()
    # The reminder of a moment from which the talk was moved drops itself.
    return found is not None and found.starts_at.isoformat() in notice.key


def still_off(notice: Notice) -> bool:
    return Appointment.objects.filter(uuid=notice.about, cancelled_at__isnull=False).exists()


def messages(notice: Notice) -> dict[str, object]:
    return {"url": reverse("messages")}


def appointments(notice: Notice) -> dict[str, object]:
    return {"url": reverse("appointments")}


def the_file(notice: Notice) -> dict[str, object]:
    return {"url": reverse("file")}


def register_all() -> None:
    register(Kind("message", wanted=still_there, details=messages, label=_("a message has arrived"), capped=False))
    register(Kind("appointment", wanted=still_planned, details=appointments, label=_("an appointment is planned or moved"), capped=False))
    register(Kind("appointment-off", wanted=still_off, details=appointments, capped=False))
    register(Kind("appointment-near", wanted=still_planned, details=appointments, label=_("the day before an appointment"), capped=False))
    register(Kind("file-open", details=the_file, capped=False))
    register(Kind(ASKS_FILE, of_client=True, goes_along=True))
