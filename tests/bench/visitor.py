"""Whoever looks at the pages: a client in week 3 among the others, logged in. `main` prints the value of the session's cookie."""

from datetime import timedelta

from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts import sessions
from accounts.models import User
from programme import release
from programme.cover import set_cover
from programme.enrolment import accept, enrol
from programme.models import Enrolment, Programme
from tests import people

SINCE = timedelta(days=17)
NAME = "Iris de Boer"


def main() -> None:
    print(entered().cookies[settings.SESSION_COOKIE_NAME].value)


def entered() -> Client:
    """A browser in which the client is logged in."""
    browser = Client(HTTP_HOST="localhost")
    browser.force_login(visitor(), settings.AUTHENTICATION_BACKENDS[0])
    session = browser.session
    session[sessions.OWN_DEVICE] = True
    sessions.begin(session, timezone.now())
    session.save()
    return browser


def visitor() -> User:
    """Made once: three weeks of real content are open, the fourth opens in a few days."""
    known = Enrolment.objects.filter(client__name=NAME).select_related("client").first()
    return known.client if known else enrolled()


def enrolled() -> User:
    now = timezone.now()
    who, coach = people.client(NAME), people.coach()
    programme = Programme.objects.get(language="nl")
    made = enrol(client=who, programme=programme, coach=coach, starts_on=now.date() - SINCE, by=coach, now=now)
    set_cover(enrolment=made, source="bench", through_week=12, now=now)
    accept(enrolment=made, now=now)
    release.open_due(now, Enrolment.objects.get(pk=made.pk), catch_up=True)
    return who
