"""Where Stripe tells that something happened. Needs no account: the signature is the proof."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from billing import events, gateways
from billing.seam import BadSignature

MOST_BYTES = 1_000_000


@csrf_exempt
@login_not_required
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """200 once it is kept and done, 400 unsigned, 413 too long, 500 when we failed, so that it is sent again."""
    # Read before Django parses it: the signature is over the bytes as they came.
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return HttpResponse(status=413)
    gateway = gateways.current()
    try:
        hint = gateway.read(body, request.headers.get("Stripe-Signature", ""))
    except BadSignature:
        return HttpResponse(status=400)
    handled = events.receive(hint=hint, gateway=gateway, now=timezone.now())
    return HttpResponse(status=200 if handled else 500)
