"""The coach's addresses."""

from django.urls import path

from cockpit.deeds import DEEDS
from cockpit.views import as_client, assignments, away, caseload, client, client_week, components, desk, voice

urlpatterns = [
    path("praktijk/", desk.desk, name="desk"),
    path("praktijk/onderdelen/", components.components, name="components"),
    path("praktijk/mensen/", caseload.caseload, name="caseload"),
    path("praktijk/taak/<int:pk>/klaar/", desk.desk_done, name="desk_done"),
    path("praktijk/taak/<int:pk>/later/", desk.desk_later, name="desk_later"),
    path("praktijk/afwezig/", away.away, name="away"),
    path("praktijk/afwezig/ziek/", away.ill, name="ill"),
    path("praktijk/afwezig/<int:pk>/weg/", away.away_cancel, name="away_cancel"),
    path("praktijk/antwoord/<uuid:uuid>/stem/", voice.play, name="client_voice_play"),
    path("praktijk/<uuid:uuid>/week/<int:number>/terug/", client_week.client_week_back, name="client_week_back"),
    path("praktijk/<uuid:uuid>/week/<int:number>/stem/", voice.client_voice, name="client_voice"),
    path("praktijk/<uuid:uuid>/", client.client, name="client"),
    path("praktijk/<uuid:uuid>/data/", client.client_dates, name="client_dates"),
    *(path(f"praktijk/<uuid:uuid>/data/{slug}/", client.deed, {"slug": slug}, name=f"deed_{slug}") for slug in DEEDS),
    path("praktijk/<uuid:uuid>/data/<int:pk>/terug/", client.change_undo, name="change_undo"),
    path("praktijk/<uuid:uuid>/oefeningen/", assignments.client_exercises, name="client_exercises"),
    path("praktijk/<uuid:uuid>/oefeningen/<int:pk>/weg/", assignments.exercise_take_back, name="exercise_take_back"),
    path("praktijk/<uuid:uuid>/zoals/", as_client.as_today, name="as_today"),
    path("praktijk/<uuid:uuid>/zoals/weken/", as_client.as_path, name="as_path"),
    path("praktijk/<uuid:uuid>/zoals/berichten/", as_client.as_messages, name="as_messages"),
    path("praktijk/<uuid:uuid>/zoals/afspraken/", as_client.as_appointments, name="as_appointments"),
    path("praktijk/<uuid:uuid>/zoals/week/<int:number>/", as_client.as_week, name="as_week"),
    path("praktijk/<uuid:uuid>/week/<int:number>/", client_week.client_week, name="client_week"),
]
