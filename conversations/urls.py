"""The addresses at which client and coach talk and plan."""

from django.urls import path

from conversations.views import client, coach

urlpatterns = [
    path("berichten/", client.thread, name="messages"),
    path("afspraken/", client.appointments, name="appointments"),
    path("account/dossier/", client.file, name="file"),
    path("praktijk/agenda/", coach.agenda, name="agenda"),
    path("praktijk/agenda/adres/", coach.agenda_give, name="agenda_give"),
    path("praktijk/agenda/adres/weg/", coach.agenda_stop, name="agenda_stop"),
    path("agenda/praktijk/<uuid:token>.ics", coach.agenda_feed, name="agenda_feed"),
    path("praktijk/<uuid:uuid>/berichten/", coach.thread, name="client_messages"),
    path("praktijk/<uuid:uuid>/berichten/klaar/", coach.set_aside, name="messages_set_aside"),
    path("praktijk/<uuid:uuid>/afspraken/", coach.plan, name="client_appointments"),
    path("praktijk/afspraak/<uuid:uuid>/", coach.appointment, name="appointment"),
    path("praktijk/<uuid:uuid>/aantekeningen/", coach.file, name="client_notes"),
    path("praktijk/<uuid:uuid>/aantekeningen/tonen/", coach.show_file, name="notes_show"),
    path("praktijk/aantekening/<uuid:uuid>/weg/", coach.throw_note_away, name="note_away"),
]
