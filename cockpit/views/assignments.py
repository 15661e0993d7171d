"""An exercise for one person besides the weeks: giving it, and taking it back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.door import coaches_only
from accounts.refusal import Refused
from accounts.visit import Visit, require_form, sent
from cockpit.client import head
from cockpit.deeds import reason_field
from cockpit.views.client import page
from exercises import assignments as deeds
from exercises.models import Assignment
from programme.access import cared_for_enrolment
from programme.models import Enrolment, Exercise


class GiveForm(forms.Form):
    use_required_attribute = False

    exercise = forms.ModelChoiceField(label=gettext_lazy("Which exercise"), queryset=Exercise.objects.none(), empty_label=None)
    reason = reason_field()

    def __init__(self, data: Any, enrolment: Enrolment, now: datetime) -> None:
        super().__init__(data, label_suffix="")
        self.fields["exercise"].queryset = deeds.to_give(enrolment, now).order_by("source_id")  # type: ignore[attr-defined]


@coaches_only
@require_form
def client_exercises(request: Visit, uuid: UUID) -> HttpResponse:
    now = timezone.now()
    enrolment = cared_for_enrolment(request.user, uuid, now)
    form = GiveForm(sent(request), enrolment, now)
    if form.is_valid():
        try:
            deeds.give(enrolment=enrolment, by=request.user, now=now, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Given. It stands in the current week and on Today."))
            return redirect("client_exercises", enrolment.uuid)
    standing = Assignment.objects.of(enrolment).standing().select_related("exercise", "by").order_by("-given_at")
    context = {"form": form, "given": standing.defer("exercise__fields", "exercise__intro")}
    return page(request, "cockpit/exercises.html", context, head(request.user, enrolment, now), status=422 if form.errors else 200)


@coaches_only
@require_POST
def exercise_take_back(request: Visit, uuid: UUID, pk: int) -> HttpResponse:
    now = timezone.now()
    enrolment = cared_for_enrolment(request.user, uuid, now)
    found = get_object_or_404(Assignment.objects.of(enrolment).select_related("enrolment"), pk=pk)
    deeds.take_back(assignment=found, by=request.user, now=now)
    messages.success(request, _("Taken back. What was written in it stays."))
    return redirect("client_exercises", enrolment.uuid)
