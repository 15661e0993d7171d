"""The office's register of who stopped or withdrew: what is to be done first, then what was done."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.door import office_only
from accounts.models import Practice
from accounts.refusal import Refused
from accounts.visit import Visit
from billing import gateways, refunds, stopping, withdrawing
from billing.models import Order, Refund, Withdrawal

LATELY = 50


@office_only
@require_safe
def register(request: Visit) -> HttpResponse:
    day_of = Practice.current().local_day
    waiting = list(with_orders(Withdrawal.objects.to_do())[: LATELY + 1])
    found = withdrawing.candidates(waiting[:LATELY])
    to_do = [row_of(each, day_of(each.asked_at), found.get(each.pk, [])) for each in waiting[:LATELY]]
    done = list(Withdrawal.objects.settled()[:LATELY])
    return render(request, "billing/office_stopping.html", {"to_do": to_do, "more": len(waiting) > LATELY, "done": done})


def with_orders(rows: Any) -> Any:
    return rows.select_related("order__client", "order__enrolment").prefetch_related("order__refunds__entry")


def row_of(withdrawal: Withdrawal, asked: date, found: list[Order]) -> dict[str, Any]:
    """What the office needs to decide: by when, which refunds wait, or which orders it may be about."""
    waits = [refund for refund in withdrawal.order.refunds.all() if refund.status == Refund.Status.TO_DO] if withdrawal.order else []
    return {"said": withdrawal, "due": stopping.due_day(asked), "waits": waits, "candidates": found}


@office_only
@require_POST
def match(request: Visit, uuid: UUID) -> HttpResponse:
    """Bind a statement to one of the orders that it may be about, and no other: first what it means, then the deed."""
    withdrawal = get_object_or_404(Withdrawal, uuid=uuid)
    # Asked anew, and not taken from the page: an order that was matched meanwhile is no choice any more.
    orders = {str(order.uuid): order for order in withdrawing.candidates([withdrawal]).get(withdrawal.pk, [])}
    order = orders.get(request.POST.get("order", ""))
    if order is None:
        messages.error(request, _("Choose one of the agreements in the list."))
        return redirect("office_stopping")
    if request.POST.get("confirmed") != "yes":
        ends = stopping.terms(order.enrolment, order, withdrawal.asked_at)
        return render(request, "billing/office_stopping_match.html", {"said": withdrawal, "order": order, "ends": ends})
    try:
        withdrawing.match(withdrawal=withdrawal, order=order, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The programme has stopped. What comes back waits for your approval."))
    return redirect("office_stopping")


@office_only
@require_POST
def approve(request: Visit, uuid: UUID) -> HttpResponse:
    """Give back all that waits for this one. What the gateway refuses stays on the list; pressed again it goes out once."""
    withdrawal, now = get_object_or_404(Withdrawal.objects.to_do(), uuid=uuid), timezone.now()
    waits = Refund.objects.filter(order__isnull=False, order=withdrawal.order_id, status=Refund.Status.TO_DO).select_related("entry")
    try:
        for refund in waits:
            refunds.approve(refund=refund, by=request.user, gateway=gateways.current(), now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    if stopping.close(withdrawal=withdrawal, by=request.user, now=now):
        messages.success(request, _("Approved. It goes back by the way it was paid, and a credit note follows by itself."))
    return redirect("office_stopping")


@office_only
@require_POST
def set_aside(request: Visit, uuid: UUID) -> HttpResponse:
    try:
        withdrawing.set_aside(withdrawal=get_object_or_404(Withdrawal, uuid=uuid), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("office_stopping")


@office_only
@require_POST
def take_up(request: Visit, uuid: UUID) -> HttpResponse:
    try:
        withdrawing.take_up_again(withdrawal=get_object_or_404(Withdrawal, uuid=uuid))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("office_stopping")
