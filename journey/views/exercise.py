"""One exercise: its questions, and keeping or sharing what somebody answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import coach_of
from accounts.posted import as_uuid
from accounts.refusal import Refused
from accounts.visit import Visit, require_form
from exercises import assignments, logs, state
from exercises.access import own_log
from exercises.forms import ExerciseForm, form_for, shown_version
from exercises.models import Log, LogVersion
from exercises.versions import Written
from journey import anyday, logbook
from journey.late import arrival
from journey.views import autosave
from journey.views.page import local, page
from journey.views.writing import asks_json, writing
from programme.access import own_enrolment, own_week
from programme.models import Enrolment, Exercise, ExerciseVersion, Week, WeekExercise

WITH_STATE = {Exercise.Kind.PLAIN, Exercise.Kind.TRIGGER}


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody writes: an exercise in a week, or on any day (`any_day`), then with or without one. `address` is that
    of the page itself; `asks_state` whether it asks how one is before and after."""

    enrolment: Enrolment
    exercise: Exercise
    week: Week | None
    address: str
    asks_state: bool
    any_day: bool = False

    def form(self, version: ExerciseVersion, data: Mapping[str, Any] | None = None, **kept: Any) -> ExerciseForm:
        return form_for(version, data, asks_state=self.asks_state, **kept)


@writing
@require_form
def exercise(request: Visit, number: int, source_id: str) -> HttpResponse:
    now = timezone.now()
    enrolment = own_enrolment(request.user, now)
    week = own_week(enrolment, number, now).week
    placed = standing(enrolment, week, source_id)
    # The log of the day and the closing question carry what they ask themselves.
    asks_state = placed.exercise.kind in WITH_STATE and placed.place not in {"daily", "closing"}
    return written_in(request, Place(enrolment, placed.exercise, week, request.path, asks_state), now)


def written_in(request: Visit, place: Place, now: datetime) -> HttpResponse:
    if request.method != "POST":
        return show(request, place, begun_form(request, place, now), now)
    if request.POST.get("deed") == "look" and not asks_json(request):
        return looked(request, place, now)
    return keep(request, place, now)


def looked(request: Visit, place: Place, now: datetime) -> HttpResponse:
    """The first step without style or script: landing where tension is high, and the questions. Nothing is stored."""
    form = place.form(shown_version(place.exercise, data=request.POST), request.POST)
    if not form.is_valid():
        return show(request, place, form, now, status=422)
    typed = place.form(form.version, answers=form.answers(), token=form.token, based_on=form.based_on)
    return show(request, place, typed, now, land=state.begins_high(form.answers()))


def standing(enrolment: Enrolment, week: Week, source_id: str) -> WeekExercise:
    """The exercise in its place, when it stands in this week or was given to this client besides. Raises Http404."""
    placed = WeekExercise.objects.filter(week=week, exercise__source_id=source_id).select_related("exercise").first()
    if placed is None and (found := assignments.given(enrolment, source_id)):
        placed = WeekExercise(week=week, exercise=found, place="extra")
    if placed is None or not placed.exercise.live:
        raise Http404
    return placed


def begun_form(request: Visit, place: Place, now: datetime) -> ExerciseForm:
    """The form with the text that was asked for, with that of today or the draft that waits, or fresh."""
    version = asked_version(request, place, now) or waiting(place, now)
    answers = logbook.opened(request.user, version, now) if version else None
    if version is None or answers is None:
        return place.form(shown_version(place.exercise))
    # Also for an older text: what is written from it stands behind the newest, not beside it.
    newest = version.log.latest.number
    return place.form(version.exercise_version, answers=answers, token=version.log.client_token, based_on=newest)


def waiting(place: Place, now: datetime) -> LogVersion | None:
    if place.any_day or place.week is None:
        return anyday.waiting(place.enrolment, place.exercise)
    if place.exercise.kind == Exercise.Kind.DAILY:
        return anyday.of_today(place.enrolment, place.week, place.exercise, now)
    return logbook.waiting_draft(place.enrolment, place.week, place.exercise)


def asked_version(request: Visit, place: Place, now: datetime) -> LogVersion | None:
    """The text that `?log=` names, of this exercise in this week; with `&text=` an older one. Raises Http404."""
    if "log" not in request.GET:
        return None
    uuid = as_uuid(request.GET["log"])
    if uuid is None:
        raise Http404
    log = own_log(request.user, uuid, now)
    here = place.any_day or log.week_id == (place.week and place.week.pk)
    if log.exercise_id != place.exercise.pk or not here:
        raise Http404
    return logbook.version(log, request.GET.get("text", ""))


def keep(request: Visit, place: Place, now: datetime) -> HttpResponse:
    form = place.form(shown_version(place.exercise, data=request.POST), request.POST)
    script = asks_json(request)
    if not form.is_valid():
        return refused(request, place, form, now, status=422)
    if not form.answers() and not form.based_on:
        if script:
            return autosave.nothing_yet()
        form.add_error(None, _("Nothing is filled in yet. One word is enough."))
        return show(request, place, form, now, status=422)
    # What saves by itself never keeps or shares, whatever the form says.
    deed = "later" if script else request.POST.get("deed", "keep")
    try:
        written = logs.write(
            enrolment=place.enrolment,
            exercise=place.exercise,
            week=place.week,
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
        return refused(request, place, form, now, status=409)
    if script:
        return autosave.saved(place.enrolment, written, now)
    if written.other:
        return both(request, place, written, now)
    return after(request, place.enrolment, written, deed, now, land=state.ends_high(form.answers()))


def refused(request: Visit, place: Place, form: ExerciseForm, now: datetime, *, status: int) -> HttpResponse:
    """With what was typed still there; what saves by itself is told why."""
    return autosave.not_saved(form, status) if asks_json(request) else show(request, place, form, now, status=status)


def after(request: Visit, enrolment: Enrolment, written: Written, deed: str, now: datetime, *, land: bool = False) -> HttpResponse:
    """Say what was done with it, and go where it can be read; where tension is high, also with a draft: landing stands there."""
    clock = local(enrolment, now, "H:i")
    if deed == "later":
        messages.success(request, _("Saved at %(time)s, for you alone. It waits here until you go on.") % {"time": clock})
        return redirect("log", written.log.uuid) if land else redirect("today")
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


def both(request: Visit, place: Place, written: Written, now: datetime) -> HttpResponse:
    """It was written in two places: both texts are kept, and shown."""
    texts = logbook.texts(request.user, [written.version, cast("LogVersion", written.other)], now)
    context = {"texts": texts, "log": written.log, "address": place.address}
    return page(request, place.enrolment, "journey/both.html", context, status=409)


def show(request: Visit, place: Place, form: ExerciseForm, now: datetime, status: int = 200, *, land: bool = False) -> HttpResponse:
    enrolment = place.enrolment
    context = {
        "week": None if place.any_day else place.week,
        "exercise": place.exercise,
        "address": place.address,
        "form": form,
        "land": land,
        "coach": coach_of(enrolment.client, now),
        "may_write": enrolment.may_write(now),
        "earlier": logbook.earlier(enrolment, place.week, place.exercise) if place.week and not place.any_day else [],
    }
    return page(request, enrolment, "journey/exercise.html", context, status=status)
