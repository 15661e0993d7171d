"""The client's addresses."""

from django.urls import path

from journey.views import brake, dates, door, exercise, feed, late, logs, manifest, now, on_top, person, today, voice, weeks, writing
from journey.views import path as way

urlpatterns = [
    path("", door.home, name="home"),
    path("hulp/", door.help_page, name="help"),
    path("nu-even/", now.now, name="now"),
    path("manifest.webmanifest", manifest.manifest, name="manifest"),
    path("even-stop/", brake.brake, name="brake"),
    path("even-stop/laat-weten/", brake.brake_tell, name="brake_tell"),
    path("vandaag/", today.today, name="today"),
    path("weken/", way.path, name="path"),
    path("week/<int:number>/", weeks.week, name="week"),
    path("week/<int:number>/gelezen/", weeks.week_read, name="week_read"),
    path("week/<int:number>/oefening/<slug:source_id>/", exercise.exercise, name="exercise"),
    path("logboek/", logs.logs, name="logs"),
    path("logboek/<uuid:uuid>/", logs.log, name="log"),
    path("logboek/<uuid:uuid>/delen/", logs.log_share, name="log_share"),
    path("logboek/<uuid:uuid>/terughalen/", logs.log_withdraw, name="log_withdraw"),
    path("logboek/<uuid:uuid>/bewaren/", late.log_keep, name="log_keep"),
    path("logboek/<uuid:uuid>/weg/", late.log_discard, name="log_discard"),
    path("logboek/<uuid:uuid>/beide/", late.log_both, name="log_both"),
    path("schrijven/", writing.writer, name="writer"),
    path("logboek/<uuid:uuid>/bovenaan/", on_top.log_on_top, name="log_on_top"),
    path("antwoord/<uuid:uuid>/stem/", voice.voice, name="answer_voice"),
    path("antwoord/<uuid:uuid>/terug/", voice.back, name="answer_back"),
    path("data/", dates.dates, name="dates"),
    path("data/pauze/", dates.pause, name="pause"),
    path("data/hervatten/", dates.resume, name="resume"),
    path("data/klok/", dates.clock, name="clock"),
    path("account/situatie/", person.situation, name="situation"),
    path("account/situatie/nu/", person.situation_now, name="situation_now"),
    path("account/situatie/laat-weten/", person.ask_contact, name="ask_contact"),
    path("account/gelezen/", person.readers, name="readers"),
    path("account/gelezen/mag/", person.may_know, name="may_know"),
    path("data/agenda/", feed.feed_give, name="feed_give"),
    path("data/agenda/weg/", feed.feed_stop, name="feed_stop"),
    path("agenda/<uuid:token>.ics", feed.feed, name="feed"),
]
