"""The portal's addresses, and the pages that they are measured against: an empty one, and a plain table of clients."""

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path
from django.utils import timezone

from accounts.visit import Visit
from cockpit.caseload import in_state, ordered, people
from portal.urls import handler400, handler403, handler404, handler500
from portal.urls import urlpatterns as portal_addresses
from programme.models import Enrolment, Release

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

AT_MOST = 40
TABLE = Engine().from_string(
    "<table>{% for row in rows %}<tr><td>{{ row.1 }}</td><td>{{ row.2 }}</td><td>{{ row.3|date }}</td>"
    "<td>{% for week in row.4 %}{{ week.1 }} {{ week.2|date }} {% endfor %}</td></tr>{% endfor %}</table>"
)


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def plain(request: Visit) -> HttpResponse:
    """The clients of the first page of the caseload, each with the days of their weeks, bare."""
    now = timezone.now()
    pks = list(ordered(in_state(people(request.user, now), "", now), "").values_list("pk", flat=True)[:AT_MOST])
    weeks: dict[int, list[tuple[object, ...]]] = {}
    for week in Release.objects.filter(enrolment__in=pks).values_list("enrolment_id", "week__number", "opens_at"):
        weeks.setdefault(week[0], []).append(week)
    found = Enrolment.objects.filter(pk__in=pks).values_list("pk", "client__name", "status", "starts_on")
    return HttpResponse(TABLE.render(Context({"rows": [(*row, weeks.get(row[0], [])) for row in found]})))


urlpatterns = [path("bench-empty/", empty), path("bench-plain/", plain), *portal_addresses]
