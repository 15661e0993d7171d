"""The coach's addresses."""

from django.urls import path

from cockpit import views

urlpatterns = [
    path("praktijk/", views.desk, name="desk"),
    path("praktijk/onderdelen/", views.components, name="components"),
    path("praktijk/taak/<int:pk>/klaar/", views.desk_done, name="desk_done"),
    path("praktijk/<uuid:uuid>/week/<int:number>/", views.client_week, name="client_week"),
]
