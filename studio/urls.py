"""The office's pages."""

from django.urls import path

from studio.office.views import people, person, start

urlpatterns = [
    path("kantoor/", start.start, name="office"),
    path("kantoor/mensen/", people.people, name="office_people"),
    path("kantoor/mensen/nieuw/", people.invite_one, name="office_invite"),
    path("kantoor/mensen/<uuid:uuid>/", person.person, name="office_person"),
]
