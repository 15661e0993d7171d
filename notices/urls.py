from django.urls import path

from notices import views

urlpatterns = [
    path("meldingen/uit/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("postvak/", views.mailbox, name="mailbox"),
]
