"""One client's week: what was shared, and the one answer to it."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.refusal import Refused
from cockpit import client_week as page
from cockpit.door import Visit, coaches_only
from cockpit.forms import AnswerForm
from exercises import reviews
from exercises.access import shared_logs
from exercises.models import Log
from programme.access import cared_for_enrolment, own_week
from programme.models import Enrolment, Release


@coaches_only
@require_http_methods(["GET", "HEAD", "POST"])
def client_week(request: Visit, uuid: UUID, number: int) -> HttpResponse:
    now = timezone.now()
    enrolment = cared_for_enrolment(request.user, uuid, now)
    release = own_week(enrolment, number, now)
    if request.method == "POST":
        return answer(request, enrolment, release, now)
    return show(request, enrolment, release, None, now)


def show(
    request: Visit,
    enrolment: Enrolment,
    release: Release,
    form: AnswerForm | None,
    now: datetime,
    *,
    stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    week = page.gather(request.user, enrolment, release.week, now)
    draft = week.draft
    if form is None:
        form = AnswerForm(
            text=(draft.text or "") if draft else "",
            token=draft.review.pk if draft else None,
            based_on=draft.review.revision if draft else 0,
            covers=week.suggested(),
        )
    elif stale and draft:
        form.token, form.based_on = draft.review.pk, draft.review.revision
    context = {"enrolment": enrolment, "release": release, "page": week, "form": form, "stale": stale, "moment": now}
    return render(request, "cockpit/client_week.html", context, status=status)


def answer(request: Visit, enrolment: Enrolment, release: Release, now: datetime) -> HttpResponse:
    """Save the draft, whatever follows; then send it when that was asked."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return show(request, enrolment, release, form, now, status=422)
    covered = covered_logs(request, enrolment, release, form, now)
    try:
        drafted = reviews.save_draft(
            enrolment=enrolment,
            week=release.week,
            author=request.user,
            logs=covered,
            text=form.cleaned_data["text"],
            based_on=form.based_on,
            now=now,
            token=form.token,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return show(request, enrolment, release, form, now, status=409)
    if drafted.stale:
        return show(request, enrolment, release, form, now, stale=True, status=409)
    if request.POST.get("deed") != "publish":
        messages.success(request, _("Draft saved at %(time)s. Only you see it.") % {"time": date_format(timezone.localtime(now), "H:i")})
        return redirect("client_week", enrolment.uuid, release.week.number)
    return send(request, enrolment, release, drafted, missing=len(form.covers) - len(covered), now=now)


def covered_logs(request: Visit, enrolment: Enrolment, release: Release, form: AnswerForm, now: datetime) -> list[Log]:
    """The logs whose shared text is still the one that the coach read."""
    return [log for log in shared_logs(request.user, enrolment, release.week, now) if log.shared_version_id in form.covers]


def send(request: Visit, enrolment: Enrolment, release: Release, drafted: reviews.Drafted, *, missing: int, now: datetime) -> HttpResponse:
    """Publish, unless what it answers changed while it was written."""
    if missing and drafted.review.published_at is None:
        messages.error(request, _("What was shared has changed while you wrote, so nothing was sent. Your text is kept: look once more."))
        return redirect("client_week", enrolment.uuid, release.week.number)
    try:
        reviews.publish(review=drafted.review, now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("client_week", enrolment.uuid, release.week.number)
    messages.success(request, _("Your answer is on its way. A mail without its words says that it is there."))
    return redirect("desk")
