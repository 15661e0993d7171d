"""The spoken part of an answer, played by its client; and answering back, once."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.refusal import Refused
from accounts.visit import Visit
from accounts.writing import BadText
from exercises import voices
from exercises.answer_back import answer_back
from exercises.models import Review, Voice
from journey.ranges import ranged
from journey.views.page import page


def own_answer(user: User, uuid: UUID, now: datetime) -> Review:
    """An answer that this client received, while they may read. Raises Http404."""
    review = get_object_or_404(Review.objects.arrived(now).select_related("enrolment__client", "author"), pk=uuid, enrolment__client=user)
    if not review.enrolment.may_read(now):
        raise Http404
    return review


@require_safe
def voice(request: Visit, uuid: UUID) -> HttpResponse:
    now = timezone.now()
    return played(request.user, own_answer(request.user, uuid, now), request.headers.get("Range", ""), now)


def played(user: User, review: Review, asked: str, now: datetime) -> HttpResponse:
    """The recording of an answer, or the part of it that the header `asked` names. Raises Http404 where none can be opened."""
    row = get_object_or_404(Voice, review=review)
    row.review = review
    content = voices.sound_of(row, user, now)
    if content is None:
        raise Http404
    return ranged(content, row.kind, asked)


@require_POST
def back(request: Visit, uuid: UUID) -> HttpResponse:
    """Answer back; a text that cannot be kept comes back on a page of its own, so that nothing typed is lost."""
    now = timezone.now()
    review = own_answer(request.user, uuid, now)
    log = review.logs.filter(enrolment=review.enrolment).order_by("shared_at", "pk").first()
    text = request.POST.get("text", "")
    try:
        answer_back(review=review, text=text, now=now)
    except (Refused, BadText) as refusal:
        context = {"review": review, "text": text, "wrong": str(refusal), "log": log}
        return page(request, review.enrolment, "journey/answer_back.html", context, status=409 if isinstance(refusal, Refused) else 422)
    messages.success(
        request, _("%(name)s reads it with your week. There comes no separate answer to it.") % {"name": review.author.first_name}
    )
    return redirect("log", log.pk) if log else redirect("today")
