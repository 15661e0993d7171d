"""What of the account is a client's alone: the relationship situation, and who read what."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts import consent
from accounts import situation as deeds
from accounts.access import coach_of
from accounts.consent import Purpose
from accounts.refusal import Refused
from accounts.situation import Life
from accounts.visit import Visit, require_form
from journey.readers import readings
from programme import contact
from programme.access import own_enrolment


class SituationForm(forms.Form):
    life = forms.ChoiceField(label=gettext_lazy("How is it now?"), choices=Life.choices, widget=forms.RadioSelect)


@require_form
def situation(request: Visit) -> HttpResponse:
    """Say how it is; a change leads to what may follow from it."""
    refuse_staff(request)
    now = timezone.now()
    form = SituationForm(request.POST or None, initial={"life": deeds.situation_of(request.user, now)})
    if request.method == "POST" and form.is_valid():
        changed = deeds.change(user=request.user, life=Life(form.cleaned_data["life"]), now=now)
        return redirect("situation_now" if changed else "person")
    return render(request, "journey/situation.html", {"form": form})


@require_safe
def situation_now(request: Visit) -> HttpResponse:
    """What follows, and what may be done: nothing has to."""
    refuse_staff(request)
    now = timezone.now()
    coach = coach_of(request.user, now)
    life = deeds.situation_of(request.user, now)
    return render(request, "journey/situation_now.html", {"life": life.name.lower(), "coach": coach and coach.first_name})


@require_POST
def ask_contact(request: Visit) -> HttpResponse:
    now = timezone.now()
    enrolment = own_enrolment(request.user, now)
    try:
        coach = contact.ask(enrolment=enrolment, now=now)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("%(name)s now sees that you would like to hear from them.") % {"name": coach.first_name})
    return redirect("situation_now")


@require_safe
def readers(request: Visit) -> HttpResponse:
    refuse_staff(request)
    now = timezone.now()
    coach = coach_of(request.user, now)
    context = {"readings": readings(request.user, now), "may_know": consent.standing(request.user), "coach": coach and coach.first_name}
    return render(request, "journey/readers.html", context)


@require_POST
def may_know(request: Visit) -> HttpResponse:
    """One of the two switches: what the coach may know besides what is shared."""
    refuse_staff(request)
    asked = request.POST.get("purpose", "")
    if asked not in set(Purpose):
        raise Http404
    deed = consent.give if request.POST.get("may") == "yes" else consent.withdraw
    if deed(user=request.user, purpose=Purpose(asked), now=timezone.now()):
        messages.success(request, _("Saved. You can change it here at any time."))
    return redirect("readers")


def refuse_staff(request: Visit) -> None:
    """Raises Http404: whoever works here has no such pages."""
    if request.user.is_staff:
        raise Http404
