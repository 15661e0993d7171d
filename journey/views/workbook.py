"""The workbook: choosing what goes along, and the file itself. An export, so it asks once more who is there."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusal import Refused
from accounts.stepup import step_up_required
from accounts.visit import Visit, require_form, sent
from journey import workbook as books
from journey import workbook_files as files
from journey.spans import spans
from journey.taking import As, WorkbookForm
from journey.views.page import page, while_readable
from programme.models import Enrolment

MADE = {
    As.PDF: (files.pdf, "application/pdf"),
    As.TEXT: (files.text, "text/plain; charset=utf-8"),
    As.JSON: (files.as_json, "application/json"),
}


@require_form
@step_up_required
@while_readable
def workbook(request: Visit, enrolment: Enrolment, now: datetime) -> HttpResponse:
    weeks, zone = spans(enrolment, now), ZoneInfo(enrolment.zone)
    form = WorkbookForm(sent(request), weeks=weeks)
    if form.is_valid():
        try:
            made = books.gather(enrolment, form.choice(weeks, zone), weeks, now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            books.record(enrolment, made, now)
            with timezone.override(zone):
                return leaving(made, As(form.cleaned_data["file"]), now)
    return page(request, enrolment, "journey/workbook.html", {"form": form}, status=422 if form.errors else 200)


def leaving(made: books.Workbook, form: As, now: datetime) -> HttpResponse:
    """A name that tells nothing to who sees it among somebody's files."""
    make, content_type = MADE[form]
    name = _("workbook") + f".{form}"
    return HttpResponse(make(made, now), content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
