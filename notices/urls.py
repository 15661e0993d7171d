from django.urls import path

from notices import office, person, views

urlpatterns = [
    path("account/", person.page, name="person"),
    path("account/address/", person.address, name="account_email"),
    path("account/address/stop/", person.withdraw, name="address_withdraw"),
    path("account/address/stop/<str:token>/", person.stop, name="address_stop"),
    path("meldingen/uit/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("kantoor/post/", office.page, name="post"),
    path("kantoor/post/<int:pk>/opnieuw/", office.again, name="post_again"),
    path("kantoor/post/<int:pk>/klaar/", office.done, name="post_done"),
    path("postvak/", views.mailbox, name="mailbox"),
]
