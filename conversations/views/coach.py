"""The coach's side: one client's thread, appointments and notes, and the agenda of all."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages as said
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.door import coaches_only
from accounts.refusal import Refused
from accounts.visit import Visit, require_form, sent
from accounts.writing import BadText
from conversations import access, appointments, messages, notes
from conversations.forms import AppointmentForm, MessageForm, NoteForm
from conversations.models import Agenda, Appointment, Message, Note
from conversations.views.client import page_of
from programme.access import cared_for_enrolment
from programme.feed import written


@require_form
def thread(request: Visit, uuid: UUID) -> HttpResponse:
    now = timezone.now()
    enrolment = cared_for_enrolment(request.user, uuid, now)
    form = MessageForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            messages.send(enrolment=enrolment, author=request.user, text=form.cleaned_data["text"], token=form.token, now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said.success(request, _("Sent. A mail without its words says that it is there."))
            return redirect("client_messages", enrolment.uuid)
    context = {
        "enrolment": enrolment,
        "thread": access.thread(request.user, enrolment, now, page_of(request)),
        "older": access.older(enrolment, page_of(request)),
        "form": form,
        "waits": Message.objects.of(enrolment).first_due(),
    }
    return render(request, "conversations/client_thread.html", context, status=422 if form.errors else 200)


@require_POST
def set_aside(request: Visit, uuid: UUID) -> HttpResponse:
    now = timezone.now()
    enrolment = cared_for_enrolment(request.user, uuid, now)
    messages.set_aside(enrolment=enrolment, by=request.user, now=now)
    said.success(request, _("Done, and off your desk."))
    return redirect("client_messages", enrolment.uuid)


@require_form
def plan(request: Visit, uuid: UUID) -> HttpResponse:
    """One client's appointments, and a form for a new one."""
    now = timezone.now()
    enrolment = cared_for_enrolment(request.user, uuid, now)
    form = AppointmentForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            appointments.plan(enrolment=enrolment, member=request.user, token=form.token, now=now, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said.success(request, _("Planned. Your client gets a mail that says only that it is there."))
            return redirect("client_appointments", enrolment.uuid)
    context = {
        "enrolment": enrolment,
        "coming": access.planned(request.user, enrolment, now),
        "over": list(Appointment.objects.of(enrolment).over(now).select_related("member")[:20]),
        "off": list(Appointment.objects.of(enrolment).off(now).select_related("member")[:20]),
        "form": form,
        "moment": now,
    }
    return render(request, "conversations/client_appointments.html", context, status=422 if form.errors else 200)


@require_form
def appointment(request: Visit, uuid: UUID) -> HttpResponse:
    """Move one appointment, or call it off."""
    now = timezone.now()
    found = access.cared_for_appointment(request.user, uuid, now)
    [where] = access.opened(request.user, found.enrolment, [found], "appointments", now)
    initial = {"starts_at": found.starts_at, "minutes": found.minutes, "where": where or ""}
    form = AppointmentForm(sent(request), initial=initial)
    form.fields["minutes"].choices = with_own_length(form, found)  # type: ignore[attr-defined]
    if request.method == "POST" and (request.POST.get("deed") == "cancel" or form.is_valid()):
        try:
            change(request, found, form, now)
        except Refused as refusal:
            # Calling off sends no fields, and such a form can carry no error.
            form.add_error(None, str(refusal)) if form.is_bound else None
        else:
            return redirect("client_appointments", found.enrolment.uuid)
    return render(request, "conversations/appointment.html", {"appointment": found, "form": form}, status=422 if form.errors else 200)


def with_own_length(form: AppointmentForm, found: Appointment) -> list[tuple[int, str]]:
    known: list[tuple[int, str]] = list(form.fields["minutes"].choices)  # type: ignore[attr-defined]
    return known if found.minutes in dict(known) else [*known, (found.minutes, _("%(n)s minutes") % {"n": found.minutes})]


def change(request: Visit, found: Appointment, form: AppointmentForm, now: datetime) -> None:
    if request.POST.get("deed") == "cancel":
        appointments.cancel(appointment=found, by=request.user, now=now)
        said.success(request, _("Called off. Your client gets a mail that says only that."))
        return
    appointments.move(appointment=found, by=request.user, now=now, **form.cleaned_data)
    said.success(request, _("Moved. Your client gets a mail that says only that it is there."))


@require_form
def file(request: Visit, uuid: UUID) -> HttpResponse:
    """Own aids and the file of one client, with a form for a new note."""
    now = timezone.now()
    enrolment = cared_for_enrolment(request.user, uuid, now)
    form = NoteForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            notes.write(enrolment=enrolment, author=request.user, token=form.token, now=now, **form.cleaned_data)
        except (Refused, BadText) as refusal:
            form.add_error(None, str(refusal))
        else:
            said.success(request, _("Noted."))
            return redirect("client_notes", enrolment.uuid)
    found = access.noted(request.user, enrolment, now)
    unshown = [each for each in found if each.note.kind == Note.Kind.FILE and not each.note.shown_at]
    context = {"enrolment": enrolment, "notes": found, "form": form, "unshown": unshown}

    return render(request, "conversations/client_notes.html", context, status=422 if form.errors else 200)


@require_POST
def show_file(request: Visit, uuid: UUID) -> HttpResponse:
    now = timezone.now()
    enrolment = cared_for_enrolment(request.user, uuid, now)
    notes.show_file(enrolment=enrolment, by=request.user, now=now)
    said.success(request, _("Your client can read the file as it is now."))
    return redirect("client_notes", enrolment.uuid)


@require_POST
def throw_note_away(request: Visit, uuid: UUID) -> HttpResponse:
    now = timezone.now()
    note = access.cared_for_note(request.user, uuid, now)
    try:
        notes.throw_away(note=note, by=request.user, now=now)
    except Refused as refusal:
        said.error(request, str(refusal))
    return redirect("client_notes", note.enrolment.uuid)


@coaches_only
@require_safe
def agenda(request: Visit) -> HttpResponse:
    """Everything that is to come, of all clients, and the address for one's own calendar."""
    now = timezone.now()
    mine = Appointment.objects.with_member(request.user, now).coming(now).select_related("enrolment__client")
    return render(request, "conversations/agenda.html", {"coming": mine, "agenda": Agenda.objects.filter(member=request.user).first()})


@coaches_only
@require_POST
def agenda_give(request: Visit) -> HttpResponse:
    appointments.give_address(member=request.user, now=timezone.now())
    said.success(request, _("There is a new calendar address. One that you had before has stopped."))
    return redirect("agenda")


@coaches_only
@require_POST
def agenda_stop(request: Visit) -> HttpResponse:
    appointments.take_address_away(member=request.user)
    said.success(request, _("The calendar address has stopped."))
    return redirect("agenda")


@require_safe
@login_not_required
def agenda_feed(request: HttpRequest, token: UUID) -> HttpResponse:
    """For a calendar, which cannot log in. Asks no cookie and sets none."""
    now = timezone.now()
    found = get_object_or_404(Agenda.objects.select_related("member"), token=token, member__is_active=True, member__is_coach=True)
    with translation.override(found.member.language):
        body = written(appointments.events(appointments.of_member(found.member, now), now))
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": 'inline; filename="agenda.ics"'})
