"""Taking the list of people along, after one more proof of who asks; that it left is written down."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.door import proved_office_only
from accounts.office_deeds import remember
from accounts.visit import Visit, require_form
from paper import sheets
from studio.office import export, roll
from studio.office.forms import WishForm

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@proved_office_only
@require_form
def take_along(request: Visit) -> HttpResponse:
    form = WishForm(request.POST if request.method == "POST" else request.GET)
    wish, now = form.wish(), timezone.now()
    if request.method != "POST":
        return render(
            request, "studio/export.html", {"form": WishForm({"groep": wish.group, "begeleider": wish.coach, "volgorde": wish.order})}
        )
    people = list(roll.people(wish, now))
    remember(kind="list taken", by=request.user, now=now, after={"group": wish.group, "rows": len(people)})
    if request.POST.get("vorm") == "xlsx":
        return file(sheets.as_xlsx(export.head(), export.rows(people)), XLSX, "lijst.xlsx")
    return file(sheets.as_csv(export.head(), export.rows(people)), "text/csv; charset=utf-8", "lijst.csv")


def file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
