"""The office's pages, and what stands before Wagtail's own where ours replaces it."""

from django.urls import path

from studio import door as back
from studio import sounds
from studio.office.views import bring_over, deed, export, figures, mails, people, person, practice, staff, start, together

urlpatterns = [
    path("beheer/", back.first_page),
    path("beheer/account/", back.my_account),
    path("beheer/programma/geluid/<uuid:uuid>/", sounds.hear, name="hear_sound"),
    path("kantoor/", start.start, name="office"),
    path("kantoor/meer/", start.more, name="office_more"),
    path("kantoor/mensen/", people.people, name="office_people"),
    path("kantoor/mensen/nieuw/", people.invite_one, name="office_invite"),
    path("kantoor/mensen/samen/", together.several, name="office_together"),
    path("kantoor/mensen/meenemen/", export.take_along, name="office_export"),
    path("kantoor/mensen/overzetten/", bring_over.bring_over, name="office_import"),
    path("kantoor/mensen/<uuid:uuid>/", person.person, name="office_person"),
    path("kantoor/mensen/<uuid:uuid>/mail/<int:pk>/opnieuw/", mails.again, name="office_mail_again"),
    path("kantoor/mensen/<uuid:uuid>/<slug:deed>/", deed.deed, name="office_deed"),
    path("kantoor/praktijk/", practice.practice, name="office_practice"),
    path("kantoor/medewerkers/", staff.staff, name="office_staff"),
    path("kantoor/medewerkers/nieuw/", staff.hire, name="office_hire"),
    path("kantoor/medewerkers/<int:pk>/", staff.member, name="office_member"),
    path("kantoor/cijfers/", figures.numbers, name="office_figures"),
    path("kantoor/geschiedenis/", figures.past, name="office_history"),
]
