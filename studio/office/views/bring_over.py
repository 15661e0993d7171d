"""Bringing a list over: the file, what would happen line by line, and then everybody at once."""

from typing import Any, Final

from django import forms
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.door import office_only
from accounts.models import User
from accounts.refusal import Refused
from accounts.visit import Visit, require_form
from studio.office import bring_over as deeds
from studio.office.forms import CoachField
from studio.office.incoming import Row, read

SALT: Final = "studio.bring_over"
HALF_AN_HOUR: Final = 1800


class ListForm(forms.Form):
    use_required_attribute = False

    coach = CoachField(
        label=gettext_lazy("Who guides whoever has nobody in the list"), required=False, empty_label=gettext_lazy("everybody has somebody")
    )
    file = forms.FileField(
        label=gettext_lazy("The list"),
        help_text=gettext_lazy("XLSX or CSV, with the columns naam, e-mail and week. Also known: begeleider, geregeld t/m week, soort."),
        widget=forms.FileInput({"class": "input", "accept": ".csv,.xlsx"}),
    )


@office_only
@require_form
def bring_over(request: Visit) -> HttpResponse:
    if request.method == "POST" and "lijst" in request.POST:
        return bring(request)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if request.method == "POST" and form.is_valid():
        try:
            return look(request, read_file(form.cleaned_data["file"]), form.cleaned_data["coach"])
        except Refused as refusal:
            form.add_error("file", str(refusal))
    return render(request, "studio/bring_over.html", {"form": form}, status=422 if form.errors else 200)


def read_file(file: Any) -> list[Row]:
    return read(file.name or "", file.read(1_000_001))


def look(request: Visit, rows: list[Row], coach: User | None) -> HttpResponse:
    """Line by line what would happen. The list travels on in the page, signed; nothing of it is kept here."""
    comers = deeds.understand(rows, coach=coach, today=timezone.localdate())
    wrong = [one for one in comers if one.faults]
    packed = signing.dumps([[row.number, row.cells] for row in rows] + [[0, coach.pk if coach else None]], salt=SALT, compress=True)
    context = {"comers": comers, "wrong": wrong, "list": "" if wrong else packed}
    return render(request, "studio/bring_over_look.html", context, status=422 if wrong else 200)


def bring(request: Visit) -> HttpResponse:
    try:
        *lines, (_zero, coach_pk) = signing.loads(request.POST["lijst"], salt=SALT, max_age=HALF_AN_HOUR)
    except (signing.BadSignature, ValueError):
        form = ListForm()
        context = {"form": form, "late": True}
        return render(request, "studio/bring_over.html", context, status=422)
    rows = [Row(number, cells) for number, cells in lines]
    coach = User.objects.coaches().filter(pk=coach_pk).first() if coach_pk else None
    now = timezone.now()
    comers = deeds.understand(rows, coach=coach, today=timezone.localdate(now))
    try:
        made = deeds.bring_over(comers=comers, by=request.user, now=now)
    except Refused as refusal:
        context = {"comers": comers, "wrong": [one for one in comers if one.faults], "refusal": str(refusal), "list": ""}
        return render(request, "studio/bring_over_look.html", context, status=422)
    return render(request, "studio/bring_over_done.html", {"made": made})
