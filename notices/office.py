"""The office's page about mails. For anybody else there is nothing here."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.door import office_only
from accounts.refusal import Refused
from accounts.visit import Visit
from notices import desk, outbox, post
from notices.models import Channel, Notice
from notices.resend import resend


@office_only
@require_safe
def page(request: Visit) -> HttpResponse:
    """Which mails, by `stand` and `soort`: neither says anything of anybody, so both stand in the address."""
    state, kind = request.GET.get("stand", ""), request.GET.get("soort", "")
    page = Paginator(post.mails(state, kind), post.A_PAGE).get_page(request.GET.get("bladzijde"))
    context = {
        "given_up": post.given_up(request.user),
        "page": page,
        "lately": [post.shown(notice) for notice in page],
        "states": [(name, label) for name, (label, _condition) in post.STATES.items()],
        "kinds": post.kinds(),
        "state": state,
        "kind": kind,
    }
    return render(request, "notices/post.html", context)


@office_only
@require_POST
def again(request: Visit, pk: int) -> HttpResponse:
    notice = get_object_or_404(Notice, pk=pk, channel=Channel.MAIL)
    try:
        resend(notice=notice, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It goes out again, outside quiet hours at once."))
    return redirect("post")


@office_only
@require_POST
def done(request: Visit, pk: int) -> HttpResponse:
    task = get_object_or_404(Notice.objects.on_desk().of(request.user), pk=pk, kind=desk.MAIL_FAILED)
    outbox.done(notice=task, now=timezone.now())
    return redirect("post")
