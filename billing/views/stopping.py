"""Stopping from My account, in two steps; and withdrawing without logging in, in two steps that say the same to everybody."""

from typing import Any

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.validators import RegexValidator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts.models import Practice
from accounts.posted import whole_number
from accounts.refusal import Refused
from accounts.visit import Visit, require_form
from billing import receipts, stopping, withdrawing
from billing.payments import order_of
from programme.access import own_enrolment
from programme.models import Enrolment

# What is typed here is mailed to an address that was typed too: it carries no links to anybody.
NO_LINK = RegexValidator(r"://|www\.|[<>]", _("Write a name or a number here, without a link."), inverse_match=True)


class StopForm(forms.Form):
    goodbye = forms.BooleanField(label=_("I would like a last answer, to close."), required=False)


class WithdrawForm(forms.Form):
    """What the law asks of a statement: who, which contract, and where the receipt goes."""

    name = forms.CharField(label=_("Your name"), max_length=120, validators=[NO_LINK], widget=forms.TextInput({"autocomplete": "name"}))
    contract = forms.CharField(
        label=_("Which agreement"),
        help_text=_("A reference, an invoice number, or in your own words. You may leave it empty."),
        max_length=120,
        required=False,
        validators=[NO_LINK],
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("The receipt goes here."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )


@require_form
def stop(request: Visit) -> HttpResponse:
    """First what it means, then the deed. Only the second step changes anything, and only for the amount that was shown."""
    try:
        enrolment = own_enrolment(request.user, timezone.now())
    except Http404:
        if request.user.is_staff:
            raise
        return redirect("withdraw")
    if enrolment.status not in stopping.MAY_STOP:
        return redirect("today")
    form = StopForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid() and request.POST.get("confirmed") == "yes":
        return stopped(request, enrolment, form)
    step = "billing/stop_confirm.html" if request.method == "POST" and form.is_valid() else "billing/stop.html"
    return render(request, step, {"form": form, **meaning(enrolment)})


def meaning(enrolment: Enrolment) -> dict[str, Any]:
    now = timezone.now()
    order = order_of(enrolment)
    ends = stopping.terms(enrolment, order, now)
    return {"enrolment": enrolment, "order": order, "ends": ends, "withdraws": ends.kind == stopping.Kind.WITHDRAW}


def stopped(request: Visit, enrolment: Enrolment, form: StopForm) -> HttpResponse:
    now, shown = timezone.now(), whole_number(request.POST.get("shown", ""))
    try:
        made = stopping.stop(
            enrolment=enrolment,
            # What was not shown equals no amount, so it is refused as another one.
            shown=-1 if shown is None else shown,
            goodbye=form.cleaned_data["goodbye"],
            now=now,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return render(request, "billing/stop.html", {"form": form, **meaning(enrolment)}, status=422)
    receipts.send_now(made, now)
    messages.success(request, gettext("You have stopped. What was open stays open to read, and a mail that says so is on its way."))
    return redirect("today")


@login_not_required  # the law asks for a way that is open to everybody
@never_cache
@require_form
def withdraw(request: HttpRequest) -> HttpResponse:
    """Say what it is about, look at it once more, confirm. The answer is the same whoever it was."""
    form = WithdrawForm(request.POST or None, label_suffix="")
    if request.method != "POST" or not form.is_valid() or "change" in request.POST:
        wrong = form.errors and "change" not in request.POST
        return render(request, "billing/withdraw.html", {"form": form}, status=422 if wrong else 200)
    if request.POST.get("confirmed") != "yes":
        return render(request, "billing/withdraw_confirm.html", {"form": form, "said": form.cleaned_data})
    # Counted at the last step: reading the page, or mending a typing error, takes nothing from anybody's network.
    if not ratelimit.consume(request, action="withdraw"):
        form.add_error(None, too_often(Practice.current()))
        return render(request, "billing/withdraw.html", {"form": form}, status=429)
    now = timezone.now()
    made = withdrawing.withdraw(language=get_language() or "nl", now=now, **form.cleaned_data)
    receipts.send_now(made, now)
    return render(request, "billing/withdrawn.html", {"said": made, "practice": Practice.current()})


def too_often(practice: Practice) -> str:
    """Where it can be said all the same, from a network from which it was said often just now."""
    said = gettext("From this network it was said ten times within the hour. Try again in an hour, or mail the practice: that counts too.")
    return f"{said} {practice.office_email}".strip()
