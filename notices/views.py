"""The switch behind a mail's unsubscribe address, and the mailbox of the demo."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.visit import require_form
from notices import mailbox as files
from notices.kinds import KINDS, Kind
from notices.switches import mute, read_token


@csrf_exempt  # RFC 8058: the mail program posts by itself, without a session; the signed address is the proof
@login_not_required
@never_cache
@require_form
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A button; a POST switches the kind off. Looking at the page, as mail scanners do, changes nothing."""
    recipient, kind = switch_of(token)
    if request.method == "POST":
        mute(recipient=recipient, kind=kind.name)
    with translation.override(recipient.language):
        return render(request, "notices/unsubscribe.html", {"label": kind.label, "done": request.method == "POST"})


def switch_of(token: str) -> tuple[User, Kind]:
    """Whose switch, and of which kind. Raises Http404 on a token that we did not make."""
    read = read_token(token)
    kind = KINDS.get(read[1]) if read else None
    if read is None or kind is None or not kind.label:
        raise Http404
    return get_object_or_404(User, pk=read[0]), kind


@login_not_required  # the code to sign in with is in it
@never_cache
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every mail of the demo, whoever it was for; a practice has no such page."""
    if not settings.DEMO:
        raise Http404
    return render(request, "notices/mailbox.html", {"mails": files.newest()})
