"""The office's pages of money: what is open, and the deeds on one order. For anybody else there is nothing here."""

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.door import office_only
from accounts.models import Practice
from accounts.refusal import Refused
from accounts.visit import Visit, require_form, sent
from billing import desk, events, gateways, kinds, refunds, stopping, transfers
from billing.access import any_order
from billing.forms import RefundForm, TransferForm
from billing.models import Instalment, LedgerEntry, Refund, StripeEvent, Unmatched, Withdrawal
from billing.statement import Stand, Statement, statement
from notices import outbox
from notices.models import Notice

PAYS = {LedgerEntry.Kind.PAYMENT, LedgerEntry.Kind.TRANSFER}


@office_only
@require_safe
def money(request: Visit) -> HttpResponse:
    now = timezone.now()
    context = {
        "tasks": desk.tasks_of(request.user),
        "stopping": Withdrawal.objects.to_do().count(),
        "open": list(desk.open_payments(now)[: desk.SHOWN]),
        "refunds": list(desk.refunds_open()[: desk.SHOWN]),
        "disputes": list(desk.disputes_open()[: desk.SHOWN]),
        "unmatched": list(desk.unmatched()[: desk.SHOWN]),
        "failed": desk.events_failed().count(),
        "yesterday": now - timedelta(days=1),
        "demo": gateways.current().mode == "demo",
    }
    return render(request, "billing/office/money.html", context)


@office_only
@require_POST
def task_done(request: Visit, pk: int) -> HttpResponse:
    task = get_object_or_404(Notice.objects.on_desk().of(request.user), pk=pk, kind__in=kinds.TASKS)
    outbox.done(notice=task, now=timezone.now())
    return redirect("money")


@office_only
@require_POST
def unmatched_done(request: Visit, pk: int) -> HttpResponse:
    """Somebody looked at it at Stripe and arranged it."""
    found = get_object_or_404(Unmatched.objects.waiting(), pk=pk)
    Unmatched.objects.filter(pk=found.pk).update(solved_at=timezone.now(), solved_by=request.user)
    return redirect("money")


@office_only
@require_safe
def order(request: Visit, order: UUID) -> HttpResponse:
    return shown(request, statement(any_order(order), timezone.now()))


def shown(request: Visit, found: Statement, forms: dict[str, object] | None = None, status: int = 200) -> HttpResponse:
    """One order with what can be done to it. `forms` are those that came back with something to mend."""
    today = Practice.current().local_day(timezone.now())
    owes = next((each for each in found.lines if each.sums.owed and each.stand != Stand.NONE), None)
    # A transfer may come for what is paid already, or has ended: it is booked on the last payment, and given back.
    line = owes or (found.lines[-1] if found.lines else None)
    context: dict[str, object] = {
        "statement": found,
        "line": line,
        # What a bank's page says nearly always: two fields fewer to type, and to mistype.
        "transfer": TransferForm(initial={"cents": owes.sums.owed if owes else None, "on": today}) if line else None,
        "payments": [(entry, refunds.left_of(entry)) for entry in found.entries if entry.kind in PAYS],
        "refunds": found.order.refunds.select_related("entry"),
        "papers": found.order.invoices.without_files().order_by("-issued_on", "-pk"),
        "reasons": Refund.Reason.choices,
    }
    return render(request, "billing/office/order.html", context | (forms or {}), status=status)


@office_only
@require_form
def transfer(request: Visit, order: UUID, number: int) -> HttpResponse:
    """Book a bank transfer: the amount and the day stand there already."""
    found = any_order(order)
    instalment = get_object_or_404(Instalment.objects.select_related("order"), order=found, number=number)
    form = TransferForm(sent(request))
    if request.method != "POST":
        return redirect("money_order", order)
    if form.is_valid():
        said = form.cleaned_data
        try:
            transfers.book_transfer(
                instalment=instalment, cents=said["cents"], on=said["on"], reference=said["reference"], by=request.user, now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Booked. What belongs to it is arranged."))
            return redirect("money_order", order)
    return shown(request, statement(found, timezone.now()), {"transfer": form}, status=422)


@office_only
@require_POST
def refund(request: Visit, order: UUID, entry: int) -> HttpResponse:
    """Ask a refund of one payment; it goes out once it is approved, on the same page."""
    found = any_order(order)
    payment = get_object_or_404(LedgerEntry, pk=entry, order=found, kind__in=PAYS)
    form = RefundForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write an amount such as 330 or 330,00."))
        return redirect("money_order", order)
    try:
        refunds.ask(
            entry=payment, cents=form.cleaned_data["cents"], reason=form.cleaned_data["reason"], by=request.user, now=timezone.now()
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It stands on the list of refunds. Nothing has left yet: approve it there."))
    return redirect("money_order", order)


@office_only
@require_POST
def approve(request: Visit, refund: UUID) -> HttpResponse:
    found = get_object_or_404(Refund.objects.select_related("order", "entry__instalment__order"), uuid=refund)
    now = timezone.now()
    try:
        refunds.approve(refund=found, by=request.user, gateway=gateways.current(), now=now, on=day_of(request, now))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        stopping.close_of(order=found.order, by=request.user, now=now)
        messages.success(request, _("It is on its way back."))
    return redirect("money_order", found.order.uuid)


def day_of(request: Visit, now: datetime) -> datetime:
    """The day on which a transfer was sent back by hand, at noon; today when none is said. Raises Http404 on nonsense."""
    text = request.POST.get("on", "")
    if not text:
        return now
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day, in the practice's own zone below
    except ValueError:
        raise Http404 from None
    return datetime.combine(day, time(12), ZoneInfo(Practice.current().zone))


@office_only
@require_safe
def told(request: Visit) -> HttpResponse:
    """What Stripe told, the latest first; what we failed at above it."""
    failed = desk.events_failed()[: desk.SHOWN]
    return render(
        request, "billing/office/told.html", {"failed": failed, "lately": StripeEvent.objects.exclude(handled_at=None)[: desk.SHOWN]}
    )


@office_only
@require_POST
def told_again(request: Visit, pk: int) -> HttpResponse:
    event = get_object_or_404(StripeEvent, pk=pk, handled_at=None)
    if events.act_on(event=event, gateway=gateways.current(), now=timezone.now()):
        messages.success(request, _("Done now."))
    else:
        messages.error(request, _("It failed again. It is tried by itself every quarter of an hour, too."))
    return redirect("money_told")
