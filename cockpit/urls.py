"""The coach's addresses."""

from django.urls import path

from cockpit.views import client_week, components, desk

urlpatterns = [
    path("praktijk/", desk.desk, name="desk"),
    path("praktijk/onderdelen/", components.components, name="components"),
    path("praktijk/taak/<int:pk>/klaar/", desk.desk_done, name="desk_done"),
    path("praktijk/<uuid:uuid>/week/<int:number>/", client_week.client_week, name="client_week"),
]
