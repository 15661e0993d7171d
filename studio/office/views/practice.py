"""The settings of the practice, on one page."""

from django.contrib import messages
from django.db import transaction
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.door import proved_office_only
from accounts.models import Practice
from accounts.office_deeds import remember
from accounts.visit import Visit, require_form, sent
from studio.office import practice as settings


@proved_office_only
@require_form
def practice(request: Visit) -> HttpResponse:
    form = settings.PracticeForm(sent(request), instance=Practice.current())
    if request.method == "POST" and form.is_valid():
        save(request, form)
        messages.success(request, _("Saved. It holds from now on."))
        return redirect("office_practice")
    return render(request, "studio/practice.html", {"form": form}, status=422 if form.errors else 200)


def save(request: Visit, form: settings.PracticeForm) -> None:
    with transaction.atomic():
        fresh = Practice.objects.select_for_update().filter(pk=1).first() or Practice(pk=1)
        before = model_to_dict(fresh, settings.settings())
        for name in form.changed_data:
            setattr(fresh, name, form.cleaned_data[name])
        fresh.save()
        old, new = settings.differences(before, model_to_dict(fresh, settings.settings()))
        if new:
            remember(kind="settings", by=request.user, now=timezone.now(), before=old, after=new)
