"""The client's addresses."""

from django.urls import path

from journey.views import dates, door, exercise, invitation, logs, manifest, now, today, weeks

urlpatterns = [
    path("", door.home, name="home"),
    path("hulp/", door.help_page, name="help"),
    path("nu-even/", now.now, name="now"),
    path("manifest.webmanifest", manifest.manifest, name="manifest"),
    path("vandaag/", today.today, name="today"),
    path("weken/", weeks.path, name="path"),
    path("week/<int:number>/", weeks.week, name="week"),
    path("week/<int:number>/oefening/<slug:source_id>/", exercise.exercise, name="exercise"),
    path("logboek/", logs.logs, name="logs"),
    path("logboek/<uuid:uuid>/", logs.log, name="log"),
    path("logboek/<uuid:uuid>/delen/", logs.log_share, name="log_share"),
    path("logboek/<uuid:uuid>/terughalen/", logs.log_withdraw, name="log_withdraw"),
    path("data/", dates.dates, name="dates"),
    path("data/pauze/", dates.pause, name="pause"),
    path("data/hervatten/", dates.resume, name="resume"),
    path("data/klok/", dates.clock, name="clock"),
    path("uitnodiging/", invitation.invitation, name="invitation"),
]
