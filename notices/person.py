"""My account: name, language, time zone, which mails; and the address somebody signs in with."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import address as deeds
from accounts import second_factor, sessions
from accounts.models import AddressChange, User
from accounts.refusal import Refused
from accounts.stepup import step_up_required
from accounts.visit import require_form
from accounts.zones import zone_names
from notices.address import ask
from notices.kinds import switches
from notices.models import Muted
from notices.switches import mute, unmute


class PersonForm(forms.ModelForm[User]):
    zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("For the hours on pages and in mails. When your weeks open stands with your dates."),
    )

    class Meta:
        model = User
        fields = ("name", "language", "zone")
        widgets = {"name": forms.TextInput({"class": "input", "autocomplete": "name"}), "language": forms.Select({"class": "input"})}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ChoiceField)  # noqa: S101 - declared above
        zone.choices = [(name, name.replace("_", " ")) for name in zone_names()]
        zone.widget.attrs["class"] = "input"


class MailsForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Mails that I want"), required=False, widget=forms.CheckboxSelectMultiple, choices=list
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        kinds = self.fields["kinds"]
        assert isinstance(kinds, forms.MultipleChoiceField)  # noqa: S101 - declared above
        kinds.choices = [(kind.name, capfirst(str(kind.label))) for kind in switches(user)]


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("Your new address"), max_length=254, widget=forms.EmailInput({"class": "input", "autocomplete": "email"})
    )


@require_form
def page(request: HttpRequest) -> HttpResponse:
    user = person_of(request)
    on_mails = request.method == "POST" and "mails" in request.POST
    on_person = request.method == "POST" and not on_mails
    # A row of its own: a form that was refused has changed its instance, and the top of the page shows the real name.
    form = PersonForm(request.POST if on_person else None, instance=User.objects.get(pk=user.pk))
    mails = MailsForm(request.POST if on_mails else None, initial={"kinds": wanted(user)}, user=user)
    if on_person and form.is_valid():
        form.instance.save(update_fields=["name", "language", "zone"])
        return saved(request, form.instance.language)
    if on_mails and mails.is_valid():
        choose(user, set(mails.cleaned_data["kinds"]))
        return saved(request, user.language)
    return render(request, "notices/person.html", {"form": form, "mails": mails, **about(user)})


def about(user: User) -> dict[str, object]:
    return {
        "waiting": AddressChange.objects.waiting().filter(user=user).first(),
        "has_second_factor": second_factor.has_one(user),
        "devices": len(sessions.open_of(user, timezone.now())),
    }


def person_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - LoginRequiredMiddleware
    return request.user


def wanted(user: User) -> list[str]:
    muted = set(Muted.objects.filter(recipient=user).values_list("kind", flat=True))
    return [kind.name for kind in switches(user) if kind.name not in muted]


def choose(user: User, kinds: set[str]) -> None:
    for kind in switches(user):
        (unmute if kind.name in kinds else mute)(recipient=user, kind=kind.name)


def saved(request: HttpRequest, language: str) -> HttpResponse:
    with translation.override(language):
        messages.success(request, _("Saved."))
    return redirect("person")


@step_up_required
@require_form
def address(request: HttpRequest) -> HttpResponse:
    """Ask for another address."""
    user = person_of(request)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask(user=user, new_email=form.cleaned_data["email"], now=timezone.now())
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("Both addresses get a mail. After 72 hours the new one holds."))
            return redirect("person")
    waiting = AddressChange.objects.waiting().filter(user=user).first()
    return render(request, "account/email_change.html", {"form": form, "waiting": waiting})


@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Stop one's own change, from one's account."""
    change = AddressChange.objects.waiting().filter(user=person_of(request)).first()
    if change and deeds.stop(change=change, now=timezone.now()):
        messages.success(request, _("Stopped. Your address stays as it is."))
    return redirect("person")


@login_not_required  # the link in either mail is the proof
@never_cache
@require_form
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """A button; only a POST stops the change, and then logs its person out everywhere. Looking changes nothing."""
    change = deeds.by_token(token)
    if change is None:
        raise Http404
    if request.method == "POST" and deeds.stop(change=change, now=timezone.now()):
        sessions.end_all(change.user)
    change.refresh_from_db(fields=["stopped_at", "applied_at"])
    with translation.override(change.user.language):
        return render(request, "account/address_stop.html", {"change": change})
