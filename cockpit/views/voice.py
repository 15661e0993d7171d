"""Saying an answer aloud: recorded in the browser or chosen as a file, kept with the draft, played here."""

from datetime import datetime
from uuid import UUID

from csp.constants import SELF
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_safe

from accounts.access import cares_for
from accounts.door import coaches_only
from accounts.refusal import Refused
from accounts.sound import BadSound
from accounts.visit import Visit, require_form
from accounts.writing import BadText
from cockpit.forms import VoiceForm
from cockpit.held import MOST, InMemory
from exercises import voices
from exercises.models import Review, Voice
from journey.views.voice import played
from programme.access import cared_for_enrolment, own_week
from programme.models import Enrolment, Release

# What was just recorded is played from the page's own memory.
HEARD_BEFORE_SENT = {"media-src": [SELF, "blob:"]}
MICROPHONE = "camera=(), geolocation=(), microphone=(self), payment=(), usb=(), interest-cohort=()"


@csrf_exempt  # asked below: asking reads what was sent, and how that is held must be said before
@coaches_only
@require_form
def client_voice(request: Visit, uuid: UUID, number: int) -> HttpResponse:
    now = timezone.now()
    enrolment = cared_for_enrolment(request.user, uuid, now)
    release = own_week(enrolment, number, now)
    # Before a byte of it is read.
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST:
        return HttpResponse(_("This recording is larger than 8 megabytes."), status=413, content_type="text/plain; charset=utf-8")
    request.upload_handlers = [InMemory(request)]

    def looked_at(request: HttpRequest) -> HttpResponse:
        return keep(request, enrolment, release, now) if request.method == "POST" else show(request, enrolment, release, None, now)  # type: ignore[arg-type]

    response: HttpResponse = csrf_protect(looked_at)(request)
    response.headers["Permissions-Policy"] = MICROPHONE
    setattr(response, "_csp_update", HEARD_BEFORE_SENT)  # noqa: B010 - django-csp's way for a view to say it
    return response


def voice_of(enrolment: Enrolment, release: Release) -> Voice | None:
    draft = voices.draft_of(enrolment, release.week)
    return Voice.objects.filter(review=draft).select_related("review__enrolment__client").defer("sealed").first() if draft else None


def show(request: Visit, enrolment: Enrolment, release: Release, form: VoiceForm | None, now: datetime, status: int = 200) -> HttpResponse:
    voice = voice_of(enrolment, release)
    if form is None:
        words = voices.words_of(voice, request.user, now) if voice else ""
        form = VoiceForm(initial={"transcript": words or ""}, label_suffix="")
    context = {"enrolment": enrolment, "release": release, "form": form, "voice": voice}
    return render(request, "cockpit/client_voice.html", context, status=status)


def keep(request: Visit, enrolment: Enrolment, release: Release, now: datetime) -> HttpResponse:
    form = VoiceForm(request.POST, request.FILES, label_suffix="")
    if not form.is_valid():
        return show(request, enrolment, release, form, now, status=422)
    try:
        said = kept(request, enrolment, release, form, now)
    except (BadSound, BadText, Refused) as refusal:
        form.add_error("recording", str(refusal))
        return show(request, enrolment, release, form, now, status=409 if isinstance(refusal, Refused) else 422)
    messages.success(request, said)
    return redirect("client_week", enrolment.uuid, release.week.number)


def kept(request: Visit, enrolment: Enrolment, release: Release, form: VoiceForm, now: datetime) -> str:
    recording, words, voice = form.cleaned_data["recording"], form.cleaned_data["transcript"], voice_of(enrolment, release)
    if request.POST.get("deed") == "remove":
        if voice:
            voices.remove(review=voice.review, author=request.user, now=now)
        return _("The recording is gone.")
    if recording is None and voice:
        voices.write_down(review=voice.review, author=request.user, transcript=words, now=now)
        return _("The words are kept with your recording.")
    content = recording.read() if recording else b""
    new = voices.record(enrolment=enrolment, week=release.week, author=request.user, content=content, transcript=words, now=now)
    return _("Your recording of %(length)s is kept with your draft. Only you hear it until you send the answer.") % {"length": new.length}


@coaches_only
@require_safe
def play(request: Visit, uuid: UUID) -> HttpResponse:
    """The recording of an answer, in parts, for who cares for its client. Raises Http404."""
    now = timezone.now()
    review = Review.objects.filter(pk=uuid).select_related("enrolment__client").first()
    if review is None or not cares_for(request.user, review.enrolment.client, now):
        raise Http404
    return played(request.user, review, request.headers.get("Range", ""), now)
