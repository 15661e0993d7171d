"""One client's week: what was shared, and the one answer to it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.door import coaches_only
from accounts.models import Practice
from accounts.refusal import Refused
from accounts.visit import Visit, require_form
from accounts.writer import is_of_another
from cockpit import client_week as page
from cockpit.forms import AnswerForm
from exercises import letters, reviews
from exercises.access import shared_logs
from exercises.models import Log, LogVersion, Review
from programme.access import cared_for_enrolment, own_week
from programme.models import Enrolment, Release


@coaches_only
@require_form
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
    week, practice = page.gather(request.user, enrolment, release.week, now), Practice.current()
    draft = week.draft
    if form is None:
        form = begun(week)
    elif stale and draft:
        form.token, form.based_on = draft.review.pk, draft.review.revision
    context = {
        "enrolment": enrolment,
        "release": release,
        "page": week,
        "shown": [(each, form.replies.get(each.version.pk, "")) for each in week.shared],
        "form": form,
        "stale": stale,
        "moment": now,
        "letters_at": letters.next_letters(now, practice),
        "waits": letters.waits_by_default(now, practice, week.promised_at),
    }
    return render(request, "cockpit/client_week.html", context, status=status)


def begun(week: page.ClientWeek) -> AnswerForm:
    """The box with the draft that waits, or empty."""
    draft = week.draft
    return AnswerForm(
        text=(draft.text or "") if draft else "",
        token=draft.review.pk if draft else None,
        based_on=draft.review.revision if draft else 0,
        covers=week.suggested(),
        replies=week.replies(),
    )


def answer(request: Visit, enrolment: Enrolment, release: Release, now: datetime) -> HttpResponse:
    """Save the draft, whatever follows; then send it when that was asked."""
    form = AnswerForm(request.POST)
    if is_of_another(request):
        form.add_error(None, _("Somebody else is logged in here now than who typed this. Nothing was saved yet."))
        return refused(request, enrolment, release, form, now, status=403)
    if not form.is_valid():
        return refused(request, enrolment, release, form, now, status=422)
    # What was replaced while the coach read is no longer covered, and is counted as missing below.
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
            replies=replies_by_log(enrolment, release, form),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return refused(request, enrolment, release, form, now, status=409)
    if drafted.stale:
        return refused(request, enrolment, release, form, now, stale=True, status=409)
    return after(request, enrolment, release, drafted, missing=len(form.covers) - len(covered), now=now)


def refused(request: Visit, enrolment: Enrolment, release: Release, form: AnswerForm, now: datetime, **how: Any) -> HttpResponse:
    """The page with what was typed still in it; a page that saves by itself is told why, and keeps its text."""
    if not wants_json(request):
        return show(request, enrolment, release, form, now, **how)
    wrong = [str(said) for errors in form.errors.as_data().values() for error in errors for said in error.messages]
    said = _("There is a newer draft of this answer") if how.get("stale") else " ".join(wrong)
    return JsonResponse({"said": said}, status=how["status"])


def after(request: Visit, enrolment: Enrolment, release: Release, drafted: reviews.Drafted, *, missing: int, now: datetime) -> HttpResponse:
    clock, deed = date_format(timezone.localtime(now), "H:i"), request.POST.get("deed")
    if wants_json(request):
        kept = {"token": str(drafted.review.pk), "based_on": drafted.review.revision}
        return JsonResponse({"said": _("Draft saved at %(time)s. Only you see it.") % {"time": clock}, "fields": kept})
    if deed == "voice":
        return redirect("client_voice", enrolment.uuid, release.week.number)
    if deed in {"publish", "letters"}:
        at = letters.next_letters(now, Practice.current()) if deed == "letters" else None
        return send(request, enrolment, release, drafted, missing=missing, now=now, at=at)
    messages.success(request, _("Draft saved at %(time)s. Only you see it.") % {"time": clock})
    return redirect("client_week", enrolment.uuid, release.week.number)


def wants_json(request: Visit) -> bool:
    """A page that saves by itself asks so, and never sends."""
    return request.headers.get("Accept", "").startswith("application/json")


def covered_logs(request: Visit, enrolment: Enrolment, release: Release, form: AnswerForm, now: datetime) -> list[Log]:
    """The logs whose shared text is still the one that the coach read."""
    return [log for log in shared_logs(request.user, enrolment, release.week, now) if log.shared_version_id in form.covers]


def replies_by_log(enrolment: Enrolment, release: Release, form: AnswerForm) -> dict[UUID, str]:
    """What was said under each text, by the log it belongs to, also when that is no longer shared: no words get lost."""
    rows = LogVersion.objects.filter(pk__in=form.replies, log__enrolment=enrolment, log__week=release.week)
    return {log: form.replies[version] for version, log in rows.values_list("pk", "log")}


def send(
    request: Visit,
    enrolment: Enrolment,
    release: Release,
    drafted: reviews.Drafted,
    *,
    missing: int,
    now: datetime,
    at: datetime | None,
) -> HttpResponse:
    """Publish, unless what it answers changed while it was written."""
    # Sent again by accident, an answer that has left is simply that answer.
    if missing and drafted.review.published_at is None:
        messages.error(request, _("What was shared has changed while you wrote, so nothing was sent. Your text is kept: look once more."))
        return redirect("client_week", enrolment.uuid, release.week.number)
    try:
        review = reviews.publish(review=drafted.review, now=now, at=at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("client_week", enrolment.uuid, release.week.number)
    messages.success(request, sent(review, now))
    return redirect("desk")


def sent(review: Review, now: datetime) -> str:
    if review.published_at and review.published_at > now:
        day = date_format(timezone.localtime(review.published_at), _("l j F, H:i"))
        return _("Your answer arrives on %(day)s. Until then you can take it back.") % {"day": day}
    return _("Your answer is on its way. A mail without its words says that it is there.")


@coaches_only
@require_POST
def client_week_back(request: Visit, uuid: UUID, number: int) -> HttpResponse:
    """Take back an answer that has not arrived."""
    now = timezone.now()
    enrolment = cared_for_enrolment(request.user, uuid, now)
    release = own_week(enrolment, number, now)
    review = Review.objects.of(enrolment).in_week(release.week).under_way(now).first()
    try:
        if review:
            reviews.take_back(review=review, by=request.user, now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back. It is a draft again."))
    return redirect("client_week", enrolment.uuid, number)
