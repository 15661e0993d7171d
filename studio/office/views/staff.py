"""Who works here. Each change after one more proof of who makes it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts import roles as deeds
from accounts import second_factor
from accounts.address import LONGEST
from accounts.door import office_only, proved_office_only
from accounts.models import User
from accounts.refusal import Refused
from accounts.visit import Visit, require_form, sent
from studio.office import staff as telling


class RolesForm(forms.Form):
    use_required_attribute = False

    is_coach = forms.BooleanField(
        label=gettext_lazy("Guides people"),
        required=False,
        help_text=gettext_lazy("Reads what is shared by the people this person guides, and answers."),
    )
    is_office = forms.BooleanField(
        label=gettext_lazy("Does the office"),
        required=False,
        help_text=gettext_lazy("Invites, plans, invoices; sees nothing that anybody wrote."),
    )


class HireForm(RolesForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, widget=forms.TextInput({"class": "input", "autocomplete": "off"}))
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), max_length=LONGEST, widget=forms.EmailInput({"class": "input", "autocomplete": "off"})
    )
    field_order = ["name", "email", "is_coach", "is_office"]


def members() -> list[User]:
    """Whoever works or worked here, with whether they set up a second factor (`secured`)."""
    found = list(User.objects.staff().order_by("-is_active", "name"))
    secured = second_factor.holders()
    for member in found:
        member.secured = member.pk in secured  # type: ignore[attr-defined]
    return found


@office_only
@require_safe
def staff(request: Visit) -> HttpResponse:
    return render(request, "studio/staff.html", {"members": members()})


@proved_office_only
@require_form
def hire(request: Visit) -> HttpResponse:
    form = HireForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            telling.hire(**form.cleaned_data, by=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Added. A mail says how to log in; a second factor is set up then."))
            return redirect("office_staff")
    return render(request, "studio/hire.html", {"form": form}, status=422 if form.errors else 200)


@proved_office_only
@require_form
def member(request: Visit, pk: int) -> HttpResponse:
    """POST with `deed`: roles, out, or in."""
    found = member_at(request, pk)
    form = RolesForm(sent(request), initial={"is_coach": found.is_coach, "is_office": found.is_office})
    if request.method == "POST" and form.is_valid() and did(request, found, form.cleaned_data):
        messages.success(request, _("Done, and written down."))
        return redirect("office_staff")
    return render(request, "studio/member.html", {"member": found, "form": form}, status=422 if request.method == "POST" else 200)


def member_at(request: Visit, pk: int) -> User:
    """Raises Http404 for who is a client."""
    found = User.objects.filter(pk=pk).first() if request.user.is_office and pk < 2**63 else None
    if found is None or not found.is_staff:
        raise Http404
    return found


def did(request: Visit, found: User, wanted: dict[str, Any]) -> bool:
    who: dict[str, Any] = {"member": found, "by": request.user, "now": timezone.now()}
    try:
        match request.POST.get("deed"):
            case "out":
                deeds.deactivate(**who)
            case "in":
                telling.reactivate(**who)
            case _:
                telling.change_roles(**who, **wanted)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    return True
