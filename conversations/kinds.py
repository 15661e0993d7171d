"""The notices of this room. `about` is the id of the message, appointment or enrolment; a mail says that something is there."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import coach_of
from conversations.calling_off import BY_ILLNESS, BY_THE_END
from conversations.models import Appointment, Message
from conversations.new_days import LATER
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


def waiting(notice: Notice) -> Message | None:
    """What waits for an answer with a new day that is to come. Delivery hands no clock over, so it is asked here."""
    rows = Message.objects.filter(enrolment=int(notice.about), repromised_at__gt=timezone.now())
    return rows.first_due()


def still_later(notice: Notice) -> bool:
    return waiting(notice) is not None


def later(notice: Notice) -> dict[str, object]:
    """Who answers, and by when."""
    message, coach = waiting(notice), coach_of(notice.recipient, timezone.now())
    return messages(notice) | {"coach": coach.first_name if coach else "", "until": message.answer_by if message else None}


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
    register(Kind(LATER, wanted=still_later, details=later, capped=False))
    register(Kind(BY_THE_END, of_client=True))
    register(Kind(BY_ILLNESS, of_client=True))
    register(Kind("file-open", details=the_file, capped=False))
    register(Kind(ASKS_FILE, of_client=True, goes_along=True))
