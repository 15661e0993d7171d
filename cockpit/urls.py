"""The coach's addresses."""

from django.urls import path

from cockpit.deeds import DEEDS
from cockpit.views import caseload, client, client_week, components, desk

urlpatterns = [
    path("praktijk/", desk.desk, name="desk"),
    path("praktijk/onderdelen/", components.components, name="components"),
    path("praktijk/mensen/", caseload.caseload, name="caseload"),
    path("praktijk/taak/<int:pk>/klaar/", desk.desk_done, name="desk_done"),
    path("praktijk/<uuid:uuid>/", client.client, name="client"),
    path("praktijk/<uuid:uuid>/data/", client.client_dates, name="client_dates"),
    *(path(f"praktijk/<uuid:uuid>/data/{slug}/", client.deed, {"slug": slug}, name=f"deed_{slug}") for slug in DEEDS),
    path("praktijk/<uuid:uuid>/data/<int:pk>/terug/", client.change_undo, name="change_undo"),
    path("praktijk/<uuid:uuid>/week/<int:number>/", client_week.client_week, name="client_week"),
]
