"""The letter to oneself: writing it, closing it, taking it back, and reading it once it has arrived."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.refusal import Refused
from accounts.visit import Visit, require_form
from accounts.writing import WrittenField
from exercises import letter_to_oneself as deeds
from exercises.models import Letter
from journey.views.page import local, page, while_readable
from journey.views.writing import writing
from programme.access import own_enrolment
from programme.models import Enrolment


class LetterForm(forms.Form):
    """`based_on` is the moment of the text that the page showed."""

    words = WrittenField(label=gettext_lazy("Your letter"), widget=forms.Textarea(attrs={"class": "textarea", "rows": 14}))
    address = forms.ChoiceField(
        label=gettext_lazy("Do you still read your mail there in twelve weeks?"),
        choices=[("yes", gettext_lazy("Yes")), ("unsure", gettext_lazy("I don’t know"))],
        required=False,
        widget=forms.RadioSelect,
    )
    based_on = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_based_on(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self.cleaned_data["based_on"]) if self.cleaned_data["based_on"] else None
        except ValueError:
            return None


@writing
@require_form
@while_readable
def letter(request: Visit, enrolment: Enrolment, now: datetime) -> HttpResponse:
    if request.method == "POST":
        return keep(request, enrolment, now)
    found = deeds.letter_of(enrolment)
    text = deeds.text_of(found, now) if found else None
    return show(request, enrolment, found, LetterForm(label_suffix="", initial=shown(found, text)), now, text=text)


def shown(found: Letter | None, text: str | None) -> dict[str, str]:
    return {"words": text or "", "based_on": found.written_at.isoformat() if found else ""}


def show(
    request: Visit,
    enrolment: Enrolment,
    found: Letter | None,
    form: LetterForm,
    now: datetime,
    *,
    text: str | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "letter": found,
        "arrived": found is not None and found.has_arrived(now),
        "form": form,
        "text": text,
        "may_write": enrolment.may_write(now) and deeds.may_begin(enrolment, now),
        "too_early": not deeds.may_begin(enrolment, now),
        "from_week": deeds.FROM_WEEK,
        "opens_at": deeds.opens_at(enrolment, now),
    }
    return page(request, enrolment, "journey/letter.html", context, status=status)


def keep(request: Visit, enrolment: Enrolment, now: datetime) -> HttpResponse:
    form = LetterForm(request.POST, label_suffix="")
    if not form.is_valid():
        return show(request, enrolment, deeds.letter_of(enrolment), form, now, status=422)
    close = request.POST.get("deed") == "close"
    told = form.cleaned_data
    try:
        kept = deeds.write(enrolment=enrolment, text=told["words"], based_on=told["based_on"], close=close, now=now)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        found = deeds.letter_of(enrolment)
        return show(request, enrolment, found, form, now, text=deeds.text_of(found, now) if found else None, status=409)
    if kept.opens_at:
        messages.success(request, _("Your letter is closed until %(day)s.") % {"day": local(enrolment, kept.opens_at, _("l j F Y"))})
        # It opens in twelve weeks, and the mail that says so goes to the address of then.
        if told["address"] == "unsure":
            messages.warning(request, _("Is there an address that you will still read then? You can change yours in your account."))
    else:
        messages.success(request, _("Saved at %(time)s, for you alone.") % {"time": local(enrolment, now, "H:i")})
    return redirect("letter")


def own_letter(request: Visit, now: datetime) -> Letter:
    """Raises Http404."""
    enrolment = own_enrolment(request.user, now)
    found = deeds.letter_of(enrolment)
    if found is None or not enrolment.may_read(now):
        raise Http404
    return found


@require_POST
def letter_take_back(request: Visit) -> HttpResponse:
    now = timezone.now()
    try:
        deeds.take_back(letter=own_letter(request, now), now=now)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Your letter is open again, for you alone. It is not sent before you close it."))
    return redirect("letter")


@require_POST
def letter_discard(request: Visit) -> HttpResponse:
    """Asked once more first."""
    now = timezone.now()
    found = own_letter(request, now)
    if request.POST.get("confirmed") != "yes":
        return page(request, found.enrolment, "journey/letter_discard.html", {"letter": found})
    try:
        deeds.discard(letter=found, now=now)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("letter")
    messages.success(request, _("The letter is gone."))
    return redirect("logs")
