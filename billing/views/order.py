"""From the invitation to an order, a step a page. Its state stands on the draft, so going back and pressing twice are safe."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import coach_of
from accounts.models import Practice
from accounts.refusal import Refused
from accounts.visit import Visit, require_form, sent
from billing import agreements, checkouts, gateways, ordering
from billing.forms import AgreeForm, OfferChoiceForm, OrderForm, StartForm, plan_choices
from billing.models import Method, Offer, Order
from billing.payments import order_of
from billing.standing import planned, start_days
from billing.vat import split
from programme import enrolment as deeds
from programme.access import own_enrolment
from programme.models import Enrolment, Status
from programme.page import page

Step = Callable[[Visit, Order, datetime], HttpResponse]


@require_form
def invitation(request: Visit) -> HttpResponse:
    """Who invites, for what, from when, and what it costs. Looking changes nothing; saying yes is a button."""
    now = timezone.now()
    enrolment = own_enrolment(request.user, now)
    if enrolment.status != Status.INVITED:
        return past_it(enrolment)
    offers = list(Offer.objects.valid(enrolment.local_day(now)).for_care(enrolment.care_kind))
    draft = ordering.draft_of(enrolment)
    priced = draft if draft and draft.priced_by_id else None
    arranged = bool(enrolment.covered_through) or not (offers or priced)
    # One button for three answers: without a choice in it the form would say that something is missing.
    form = OfferChoiceForm(request.POST if "offer" in request.POST else None, offers=offers)
    if request.method == "POST":
        if arranged:
            return accepted(request, enrolment, now)
        if priced:
            return redirect("order_start")
        if form.is_valid() or len(offers) == 1:
            return chosen(request, enrolment, form.cleaned_data["offer"] if form.is_valid() else offers[0], now)
        form = OfferChoiceForm(request.POST, offers=offers)
    ended = enrolment.invitation_ends_at is not None and enrolment.invitation_ends_at <= now
    context = {"coach": coach_of(request.user, now), "ended": ended, "arranged": arranged, "offers": offers, "priced": priced, "form": form}
    return page(request, enrolment, "billing/invitation.html", context, status=422 if form.errors else 200)


def past_it(enrolment: Enrolment) -> HttpResponse:
    """Who is no longer invited: to what is to be paid, or to today."""
    order = order_of(enrolment)
    waits = enrolment.status == Status.PENDING and order is not None and order.instalments.filter(settled=False).exists()
    return redirect("payments" if waits else "today")


def accepted(request: Visit, enrolment: Enrolment, now: datetime) -> HttpResponse:
    """All is arranged with the office: yes is enough."""
    try:
        deeds.accept(enrolment=enrolment, now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("invitation")
    messages.success(request, _("Your place is there."))
    return redirect("today")


def chosen(request: Visit, enrolment: Enrolment, offer: Offer, now: datetime) -> HttpResponse:
    try:
        ordering.choose(enrolment=enrolment, offer=offer, now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("invitation")
    return redirect("order_start")


def step(view: Step) -> Callable[[Visit], HttpResponse]:
    """A page of the flow: it needs a draft, and leads who has none to where they are."""

    @wraps(view)
    def opened(request: Visit) -> HttpResponse:
        now = timezone.now()
        enrolment = own_enrolment(request.user, now)
        draft = ordering.draft_of(enrolment)
        if enrolment.status != Status.INVITED:
            return past_it(enrolment)
        if draft is None:
            return redirect("invitation")
        draft.enrolment = enrolment
        return view(request, draft, now)

    return require_form(opened)


@step
def start(request: Visit, draft: Order, now: datetime) -> HttpResponse:
    days = start_days(draft.enrolment.local_day(now), Practice.current())
    wished = draft.starts_on or draft.enrolment.starts_on
    form = StartForm(sent(request), days=days, initial={"day": wished.isoformat() if wished in days else None})
    if form.is_valid():
        try:
            ordering.start_on(order=draft, day=form.cleaned_data["day"], now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("order_agree")
    return page(request, draft.enrolment, "billing/start.html", {"form": form, "order": draft}, status=422 if form.errors else 200)


@step
def agree(request: Visit, draft: Order, now: datetime) -> HttpResponse:
    if draft.starts_on is None:
        return redirect("order_start")
    form = AgreeForm(sent(request))
    if form.is_valid():
        try:
            ordering.agree(order=draft, purposes=form.purposes, now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("order_check")
    context = {"form": form, "order": draft, "version": agreements.VERSION}
    return page(request, draft.enrolment, "billing/agree.html", context, status=422 if form.errors else 200)


@step
def check(request: Visit, draft: Order, now: datetime) -> HttpResponse:
    """Everything once more, and the button that says that it costs money."""
    if draft.starts_on is None or not agreements.is_whole(draft):
        return redirect("order_agree" if draft.starts_on else "order_start")
    practice, days = Practice.current(), planned(draft)
    today = draft.enrolment.local_day(now)
    each = ordering.parts(draft.gross_cents, 3)[0]
    plans = plan_choices(draft, days[5].date(), days[9].date(), each) if draft.gross_cents else [("full", _("There is nothing to pay."))]
    within = ordering.may_ask_early(draft, today)
    form = OrderForm(sent(request), order=draft, plans=plans, by_transfer=bool(practice.iban), early=within)
    if form.is_valid():
        done = placed(request, draft, form, now)
        if done:
            return done
    context = {
        "form": form,
        "order": draft,
        "split": split(draft.gross_cents, draft.vat_regime),
        "last_week_at": days[12],
        "first_week_at": days[1],
        "week_cents": draft.gross_cents // 12,
        "until": today + ordering.COOLING_OFF,
        "practice": practice,
        "version": agreements.VERSION,
    }
    return page(request, draft.enrolment, "billing/check.html", context, status=422 if form.errors else 200)


def placed(request: Visit, draft: Order, form: OrderForm, now: datetime) -> HttpResponse | None:
    """Order and go on to paying it; None when it cannot be ordered, with the reason on the form."""
    said = form.cleaned_data
    gateway = gateways.current()
    try:
        order = ordering.place(
            order=draft, plan=said["plan"], method=said["method"], early=form.asks_early, cents=said["cents"], mode=gateway.mode, now=now
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    first = order.instalments.select_related("order").first()
    if first is None:
        messages.success(request, _("Your place is there."))
        return redirect("today")
    if order.method == Method.TRANSFER:
        messages.success(request, _("Your place is there. It starts once your transfer has come in."))
        return redirect("payments")
    try:
        return redirect(checkouts.begin(instalment=first, gateway=gateway, now=now))
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("payments")
