"""One exercise: its questions, and keeping or sharing what somebody answered."""

from datetime import datetime
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import coach_of
from accounts.refusal import Refused
from exercises import logs
from exercises.access import own_log
from exercises.forms import ExerciseForm, form_for, shown_version
from exercises.models import Log, LogVersion
from exercises.versions import Written
from journey import logbook
from journey.late import arrival
from journey.views import autosave
from journey.views.page import Visit, local, page
from journey.views.writing import asks_json, writing
from programme.access import own_enrolment, own_week
from programme.models import Enrolment, Exercise, Week, WeekExercise


@writing
@require_http_methods(["GET", "HEAD", "POST"])
def exercise(request: Visit, number: int, source_id: str) -> HttpResponse:
    now = timezone.now()
    enrolment = own_enrolment(request.user, now)
    week = own_week(enrolment, number, now).week
    found = standing(week, source_id)
    if request.method == "POST":
        return keep(request, enrolment, week, found, now)
    return show(request, enrolment, week, found, begun_form(request, enrolment, week, found, now), now)


def standing(week: Week, source_id: str) -> Exercise:
    """The exercise, when it stands in this week. Raises Http404."""
    placed = WeekExercise.objects.filter(week=week, exercise__source_id=source_id).select_related("exercise").first()
    if placed is None or not placed.exercise.live:
        raise Http404
    return placed.exercise


def begun_form(request: Visit, enrolment: Enrolment, week: Week, found: Exercise, now: datetime) -> ExerciseForm:
    """The form with the text that was asked for, with the draft that waits, or fresh."""
    version = asked_version(request, week, found, now) or logbook.waiting_draft(enrolment, week, found)
    answers = logbook.opened(request.user, version, now) if version else None
    if version is None or answers is None:
        return form_for(shown_version(found))
    newest = version.log.latest.number
    return form_for(version.exercise_version, answers=answers, token=version.log.client_token, based_on=newest)


def asked_version(request: Visit, week: Week, found: Exercise, now: datetime) -> LogVersion | None:
    """The text that `?log=` names, of this exercise in this week; with `&text=` an older one. Raises Http404."""
    if "log" not in request.GET:
        return None
    log = own_log(request.user, as_uuid(request.GET["log"]), now)
    if (log.exercise_id, log.week_id) != (found.pk, week.pk):
        raise Http404
    return logbook.version(log, request.GET.get("text", ""))


def as_uuid(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        raise Http404 from None


def keep(request: Visit, enrolment: Enrolment, week: Week, found: Exercise, now: datetime) -> HttpResponse:
    form = form_for(shown_version(found, data=request.POST), request.POST)
    script = asks_json(request)
    if not form.is_valid():
        return autosave.not_saved(form, 422) if script else show(request, enrolment, week, found, form, now, status=422)
    if not form.answers() and not form.based_on:
        if script:
            return autosave.nothing_yet()
        form.add_error(None, _("Nothing is filled in yet. One word is enough."))
        return show(request, enrolment, week, found, form, now, status=422)
    deed = "later" if script else request.POST.get("deed", "keep")
    try:
        written = logs.write(
            enrolment=enrolment,
            exercise=found,
            week=week,
            answers=form.answers(),
            based_on=form.based_on,
            draft=deed == "later",
            client_token=form.token,
            now=now,
            shown=form.version,
            sheet=form.sheet,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return autosave.not_saved(form, 409) if script else show(request, enrolment, week, found, form, now, status=409)
    if script:
        return autosave.saved(enrolment, written, now)
    if written.other:
        return both(request, enrolment, week, found, written, now)
    return after(request, enrolment, written, deed, now)


def after(request: Visit, enrolment: Enrolment, written: Written, deed: str, now: datetime) -> HttpResponse:
    """Say what was done with it, and go where it can be read."""
    clock = local(enrolment, now, "H:i")
    if deed == "later":
        messages.success(request, _("Saved at %(time)s, for you alone. It waits here until you go on.") % {"time": clock})
        return redirect("today")
    if deed == "share":
        tell_shared(request, enrolment, written.log, written.version.number, now)
    else:
        messages.success(request, _("Saved at %(time)s, for you alone.") % {"time": clock})
    return redirect("log", written.log.uuid)


def tell_shared(request: Visit, enrolment: Enrolment, log: Log, number: int | None, now: datetime) -> None:
    """Share it and say with whom and until when an answer takes, or why it is not shared."""
    try:
        log = logs.share(log=log, now=now, number=number)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return
    coach = coach_of(enrolment.client, now)
    if arrives := arrival(enrolment, log.visible_at, now):
        sentence = _("It is late. This comes to %(name)s %(day)s at %(hour)s. Until then you can take it back, and nobody hears of it.")
        messages.success(request, sentence % {"name": coach and coach.first_name, "day": arrives.day, "hour": arrives.hour})
        return
    day = local(enrolment, log.promised_at or now, _("l j F, H:i"))
    sentence = _("Shared with %(name)s. You have an answer by %(day)s at the latest.")
    messages.success(request, sentence % {"name": coach and coach.first_name, "day": day})


def both(request: Visit, enrolment: Enrolment, week: Week, found: Exercise, written: Written, now: datetime) -> HttpResponse:
    """It was written in two places: both texts are kept, and shown."""
    texts = logbook.texts(request.user, [written.version, cast("LogVersion", written.other)], now)
    return page(request, enrolment, "journey/both.html", {"texts": texts, "log": written.log, "week": week, "exercise": found}, status=409)


def show(
    request: Visit, enrolment: Enrolment, week: Week, found: Exercise, form: ExerciseForm, now: datetime, status: int = 200
) -> HttpResponse:
    context = {
        "week": week,
        "exercise": found,
        "form": form,
        "coach": coach_of(enrolment.client, now),
        "may_write": enrolment.may_write(now),
        "earlier": logbook.earlier(enrolment, week, found),
    }
    return page(request, enrolment, "journey/exercise.html", context, status=status)
