"""The coach's morning and caseload at 10, 500 and 5,000 clients: queries, and CPU beside a plain table of the same rows.

Three coaches more, each with the first so many clients of the crowd. Both pages show at most forty rows, as the plain table does.
"""

from collections.abc import Iterator
from statistics import median

from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts import sessions
from accounts.models import Relation, User
from programme.models import Enrolment
from tests import people
from tests.bench.figures import Figure, beside, tell
from tests.bench.pages import cost

SIZES = (10, 500, 5_000)
PAGES = {"morning": "/praktijk/", "caseload": "/praktijk/mensen/"}
PLAIN = "/bench-plain/"
ROUNDS = 9
TIMES = 5
MOST_QUERIES = 12
MOST_TIMES_PLAIN = 1.5


def main() -> None:
    tell(*figures())


def figures() -> Iterator[Figure]:
    browsers = {size: entered(coach_of(size)) for size in SIZES}
    rounds = [{(size, at): cost(browsers[size], at, TIMES) for size in SIZES for at in (PLAIN, *PAGES.values())} for _ in range(ROUNDS + 1)]
    warm = rounds[1:]
    for name, at in PAGES.items():
        counted = [int(warm[-1][size, at]["queries"]) for size in SIZES]
        met = len(set(counted)) == 1 and counted[0] <= MOST_QUERIES
        said = " / ".join(map(str, counted))
        yield Figure(f"{name}: queries at 10 / 500 / 5,000 clients", said, aim=f"equal, at most {MOST_QUERIES}", met=met)
        for size in SIZES:
            ours, floor = [each[size, at]["own"] for each in warm], [each[size, PLAIN]["own"] for each in warm]
            ratio = median(one / other for one, other in zip(ours, floor, strict=True))
            what = f"{name}: CPU at {size:,} clients, beside a plain table"
            yield beside(what, median(ours), median(floor), ratio, "ms", MOST_TIMES_PLAIN)


def coach_of(size: int) -> User:
    """Somebody who cares for the first `size` clients of the crowd."""
    coach = people.coach(f"Coach van {size}")
    clients = Enrolment.objects.order_by("pk").values_list("client", flat=True)[:size]
    now = timezone.now()
    Relation.objects.bulk_create(Relation(client_id=pk, member=coach, starts_at=now) for pk in clients)
    return coach


def entered(coach: User) -> Client:
    """A browser in which a coach is logged in, with a second factor."""
    browser, now = Client(HTTP_HOST="localhost"), timezone.now()
    browser.force_login(coach, settings.AUTHENTICATION_BACKENDS[0])
    session = browser.session
    session[sessions.OWN_DEVICE] = True
    session["account_authentication_methods"] = [{"method": "mfa", "at": now.timestamp()}]
    session["account_authentication_methods_user"] = str(coach.pk)
    sessions.begin(session, now)
    session.save()
    return browser
