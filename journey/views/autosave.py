"""Saving while somebody types: always as a draft, answered in a line of text and the number that the next one begins from."""

from datetime import datetime

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from exercises.forms import ExerciseForm
from exercises.versions import Written
from journey.views.page import local
from programme.models import Enrolment


def saved(enrolment: Enrolment, written: Written, now: datetime) -> HttpResponse:
    """It is kept. Where another text got in between, both are: the line says so, and where they stand."""
    said = {"fields": {"based_on": written.version.number}, "said": _("Saved %(time)s") % {"time": local(enrolment, now, "H:i")}}
    if written.other:
        said["said"] = _("This was also written in another place. Both texts are kept.")
        said["link"] = reverse("log_both", args=[written.log.uuid])
    return JsonResponse(said)


def not_saved(form: ExerciseForm, status: int) -> HttpResponse:
    """The first thing that is wrong, in its sentence; never what was typed."""
    wrong = [str(error) for errors in form.errors.values() for error in errors]
    return JsonResponse({"said": " ".join([_("Not saved yet."), *wrong[:1]])}, status=status)


def nothing_yet() -> HttpResponse:
    """Everything was taken out again before anything was kept."""
    return JsonResponse({"said": ""})
