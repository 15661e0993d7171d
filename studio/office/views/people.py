"""The list of people, and inviting one more. A name that is searched for never stands in an address."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.door import office_only
from accounts.models import Practice
from accounts.refusal import Refused
from accounts.visit import Visit, require_form
from studio.office import roll
from studio.office.forms import InviteForm, WishForm
from studio.office.invite import invite


@office_only
@require_form
def people(request: Visit) -> HttpResponse:
    """A search is posted and answered at once; without words it becomes an address that can be kept."""
    form = WishForm(asked(request))
    wish = form.wish()
    if request.method == "POST" and not wish.words:
        return redirect(address(wish, 1))
    found = Paginator(roll.people(wish, timezone.now()), roll.A_PAGE)
    page = found.get_page(request.POST.get("bladzijde") or request.GET.get("bladzijde"))
    context = {
        "form": WishForm(filled(wish)),
        "wish": wish,
        "page": page,
        "kept": filled(wish),
        "moment": timezone.now(),
        "take_along": address(wish, 1, "office_export"),
    }
    return render(request, "studio/people.html", context)


def asked(request: Visit) -> QueryDict | dict[str, str]:
    """The words only from what was posted: addresses are written down in many places."""
    if request.method == "POST":
        return request.POST
    return {name: request.GET.get(name, "") for name in ("groep", "begeleider", "volgorde")}


def filled(wish: roll.Wish) -> dict[str, str | int]:
    return {"groep": wish.group, "begeleider": wish.coach or "", "volgorde": wish.order, "zoek": wish.words}


def address(wish: roll.Wish, page: int, name: str = "office_people") -> str:
    choices = {key: value for key, value in filled(wish).items() if key != "zoek" and value}
    return f"{reverse(name)}?{urlencode(choices | ({'bladzijde': page} if page > 1 else {}))}"


@office_only
@require_form
def invite_one(request: Visit) -> HttpResponse:
    now = timezone.now()
    practice = Practice.current()
    soonest = practice.next_start(practice.local_day(now))
    form = InviteForm(request.POST or None, today=timezone.localdate(now), initial={"starts_on": soonest})
    if request.method == "POST" and form.is_valid():
        try:
            made = invite(**form.cleaned_data, by=request.user, now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Invited. The mail is on its way."))
            return redirect("office_person", made.uuid)
    return render(request, "studio/invite.html", {"form": form}, status=422 if form.errors else 200)
