"""The client's side: the thread, the appointments, and what the file says when it was asked for."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages as said
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import coach_of
from accounts.models import Absence, User
from accounts.posted import whole_number
from accounts.refusal import Refused
from accounts.visit import Visit, require_form, sent
from conversations import access, messages, notes
from conversations.forms import MessageForm
from conversations.models import Appointment, Message
from programme.models import Enrolment, Status
from programme.page import page


@require_form
def thread(request: Visit) -> HttpResponse:
    now = timezone.now()
    enrolment = access.own_thread(request.user, now)
    form = MessageForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            message = messages.send(enrolment=enrolment, author=request.user, text=form.cleaned_data["text"], token=form.token, now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return told(request, enrolment, message, now)
    return show(request, enrolment, form, now, status=422 if form.errors else 200)


def told(request: Visit, enrolment: Enrolment, message: Message, now: datetime) -> HttpResponse:
    coach = coach_of(enrolment.client, now)
    day = timezone.localtime(message.promised_at or now, ZoneInfo(enrolment.zone))
    sentence = _("Arrived. %(name)s answers by %(day)s at the latest.")
    said.success(request, sentence % {"name": coach.first_name if coach else "", "day": f"{day:%d-%m-%Y}"})
    return redirect("messages")


def show(request: Visit, enrolment: Enrolment, form: MessageForm, now: datetime, status: int = 200) -> HttpResponse:
    context = {"form": form, **shown_thread(request.user, enrolment, now, page_of(request))}
    return page(request, enrolment, "conversations/thread.html", context, status=status)


def shown_thread(actor: User, enrolment: Enrolment, now: datetime, back: int = 0, at: datetime | None = None) -> dict[str, Any]:
    """What the page of the thread shows of this enrolment, `back` pages back, as it is `at` a moment (now when not said). `actor` is
    its client, or who cares for them. Raises vault.NotReadable."""
    coach, at = coach_of(enrolment.client, now), at or now
    return {
        "thread": access.thread(actor, enrolment, now, back),
        "older": access.older(enrolment, back),
        "coach": coach,
        "away": away(coach, enrolment, at),
        "closes_at": messages.closes_at(enrolment) if enrolment.status == Status.ACTIVE else None,
        "waits": Message.objects.of(enrolment).first_due(),
        "appointment": Appointment.objects.of(enrolment).coming(at).first(),
    }


def page_of(request: Visit) -> int:
    """How many pages back; 0 for anything that is no small number."""
    return whole_number(request.GET.get("terug", ""), digits=3) or 0


def away(coach: User | None, enrolment: Enrolment, now: datetime) -> Absence | None:
    """When the coach is away now or soon."""
    return Absence.objects.of(coach).ahead(enrolment.local_day(now)).first() if coach else None


@require_safe
def appointments(request: Visit) -> HttpResponse:
    now = timezone.now()
    enrolment = access.own_thread(request.user, now)
    return page(request, enrolment, "conversations/appointments.html", shown_appointments(request.user, enrolment, now))


def shown_appointments(actor: User, enrolment: Enrolment, now: datetime, at: datetime | None = None) -> dict[str, Any]:
    """What the page of the appointments shows, as `shown_thread`."""
    at = at or now
    return {
        "coming": [each for each in access.planned(actor, enrolment, now) if each.appointment.ends_at > at],
        "over": list(Appointment.objects.of(enrolment).over(at).select_related("member")[:20]),
        "off": list(Appointment.objects.of(enrolment).off(at).select_related("member")[:20]),
    }


@require_form
def file(request: Visit) -> HttpResponse:
    """The notes in the file that were opened; asking for them is a button."""
    now = timezone.now()
    enrolment = access.own_thread(request.user, now)
    if request.method == "POST":
        return ask(request, enrolment, now)
    context = {"notes": access.shown_file(request.user, enrolment, now), "coach": coach_of(request.user, now)}
    return page(request, enrolment, "conversations/file.html", context)


def ask(request: Visit, enrolment: Enrolment, now: datetime) -> HttpResponse:
    try:
        coach = notes.ask_for_file(enrolment=enrolment, now=now)
    except Refused as refusal:
        said.warning(request, str(refusal))
    else:
        said.success(request, _("%(name)s now sees that you would like to see your file.") % {"name": coach.first_name})
    return redirect("file")
