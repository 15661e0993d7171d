"""A client's payments: what was agreed, what is paid, what comes; paying one, and what became of it."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Practice
from accounts.refusal import Refused
from accounts.visit import Visit, require_form
from billing import checkouts, demo, gateways, refunds
from billing.access import clients_only, own_checkout, own_instalment
from billing.models import BillTo, Instalment, Invoice, Mode, Order
from billing.payments import settle
from billing.seam import Paid
from billing.statement import statements
from billing.transfer_details import details
from programme.models import Enrolment, Status
from programme.models.enrolment import RUNNING
from programme.page import page

# A page that waits asks again quickly at first; a direct debit takes days.
SOON_SECONDS, LATER_SECONDS = 4, 60
SOON = timedelta(minutes=3)
# What the page of the demo can let happen.
HAPPENS = {"paid": Paid.PAID, "failed": Paid.FAILED, "pending": Paid.CONFIRMING, "cancelled": None}


@require_safe
def payments(request: Visit) -> HttpResponse:
    clients_only(request.user)
    now, practice = timezone.now(), Practice.current()
    orders = list(Order.objects.placed().of(request.user).select_related("enrolment").newest_first())
    found, back = statements(orders, now), refunds.coming_back(orders)
    coming = next((each.next for each in found if each.next), None)
    by_transfer = details(practice, coming.sums.owed, coming.instalment.order.reference) if coming else None
    documents = list(Invoice.objects.filter(order__in=orders).defer("pdf", "ubl").order_by("-issued_on", "-pk"))
    confirming = any(each.is_confirming for each in found)
    stands = any(not order.cancelled_at for order in orders)
    context = {
        "statements": [(each, *back.get(each.order.pk, (0, 0))) for each in found],
        "stands": stands,
        "running": None if stands else Enrolment.objects.filter(client=request.user, status__in=RUNNING).first(),
        "confirming": confirming,
        "coming": coming,
        "transfer": by_transfer,
        "documents": documents,
        "practice": practice,
    }
    if not orders:
        return render(request, "billing/payments.html", context)
    return page(request, orders[0].enrolment, "billing/payments.html", context)


@require_POST
def pay(request: Visit, order: UUID, number: int) -> HttpResponse:
    """On to the page at which it is paid: the same one, however often this is pressed."""
    instalment = own_instalment(request.user, order, number)
    try:
        return redirect(checkouts.begin(instalment=instalment, gateway=gateways.current(), now=timezone.now()))
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("payments")


@require_safe
def returned(request: Visit, checkout: UUID) -> HttpResponse:
    """Back from paying: paid, being confirmed, or try again. While it is unknown this page asks again by itself.

    It applies what the gateway has now, as the webhook does: whichever is first.
    """
    now = timezone.now()
    found = own_checkout(request.user, checkout)
    checkouts.look(checkout=found, gateway=gateways.current(), now=now)
    found.refresh_from_db()
    state = checkouts.state(found)
    came_back = "terug" in request.GET and found.closed_at is None and found.submitted_at is None
    # Nothing was paid and nothing is being confirmed: who pressed back is not told to wait for a bank.
    state = Paid.OPEN if came_back else state
    found.order.enrolment.refresh_from_db()
    ended = found.order.enrolment.status == Status.WITHDRAWN
    owes = not ended and Instalment.objects.open().filter(pk=found.instalment_id).exists()
    context = {"checkout": found, "state": state, "owes": owes, "needs_address": not BillTo.objects.filter(client=request.user).exists()}
    response = page(request, found.order.enrolment, "billing/returned.html", context)
    if state == Paid.CONFIRMING:
        # A header instead of a script: it works on every phone, and the page says the same without it.
        response["Refresh"] = str(SOON_SECONDS if now - (found.submitted_at or found.made_at) < SOON else LATER_SECONDS)
    return response


@require_form
def demo_till(request: Visit, checkout: UUID) -> HttpResponse:
    """The demo's stand-in for a bank: choose what happens. Feeds the same deed as Stripe's facts."""
    found = own_checkout(request.user, checkout)
    if found.mode != Mode.DEMO or found.closed_at or found.unwanted_at:
        return redirect("payment_returned", checkout)
    happens = request.POST.get("happens", "")
    if request.method != "POST" or happens not in HAPPENS:
        return page(request, found.order.enrolment, "billing/demo_till.html", {"checkout": found}, status=422 if happens else 200)
    state, now = HAPPENS[happens], timezone.now()
    back = redirect("payment_returned", checkout)
    if state is None:
        back["Location"] += "?terug=1"
        return back
    settle(fact=demo.fact(found, state, now), now=now)
    return back
