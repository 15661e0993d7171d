"""Writing twelve openings for everybody, and what one activation costs."""

import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from statistics import median

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from programme import enrolment as deeds
from programme.models import Enrolment, Programme, Release
from tests import people
from tests.bench import crowd
from tests.bench.figures import Figure, tell

People = Sequence[tuple[int, date]]

SLICES = 20
AT_ONCE = 500
ACTIVATIONS = 40
FAR_AHEAD = timedelta(days=365)


def main() -> None:
    """Both ways in turn, a slice of the people each time, until everybody has twelve."""
    everyone = list(Enrolment.objects.order_by("pk").values_list("pk", "starts_on"))
    half = max(1, len(everyone) // SLICES)
    taken = [
        (seconds(write_in_bulk, everyone[at : at + half]), seconds(crowd.write_openings, everyone[at + half : at + 2 * half]))
        for at in range(0, len(everyone), 2 * half)
    ]
    bulk, plain = (sum(each) for each in zip(*taken, strict=True))
    rows = 6 * len(everyone)
    what = f"write {len(everyone):,} x 12 openings, half of them by bulk_create"
    tell(Figure(what, f"{rows / bulk:,.0f} rows/s", f"{rows / plain:,.0f} rows/s", f"{bulk / plain:.1f}x the time"), activation())
    crowd.settle()


def seconds(write: Callable[[People], None], some: People) -> float:
    began = time.perf_counter()
    write(some)
    return time.perf_counter() - began


def write_in_bulk(some: People) -> None:
    """As `activate` writes them, for many enrolments at once."""
    weeks = list(Programme.objects.get(language="nl").weeks.order_by("number"))
    plans = {day: crowd.planned(day) for day in (crowd.MONDAY, crowd.LATER)}
    for start in range(0, len(some), AT_ONCE):
        Release.objects.bulk_create(
            Release(enrolment_id=pk, week=week, opens_at=at)
            for pk, day in some[start : start + AT_ONCE]
            for week, at in zip(weeks, plans[day], strict=True)
        )


def activation() -> Figure:
    """One person starts: the median of many, among all who are there."""
    coach = people.coach()
    with CaptureQueriesContext(connection) as captured:
        before = waiting_to_start(coach)
        already = len(captured)
        activated(before, coach)
    cpu = median(activated(waiting_to_start(coach), coach) for _ in range(ACTIVATIONS))
    return Figure("one activation", f"{len(captured) - already} queries, {1000 * cpu:.1f} ms CPU")


def waiting_to_start(coach: User) -> Enrolment:
    programme = Programme.objects.get(language="nl")
    starts_on = crowd.MONDAY + FAR_AHEAD
    made = deeds.enrol(client=people.client(), programme=programme, coach=coach, starts_on=starts_on, by=coach, now=crowd.LONG_AGO)
    deeds.accept(enrolment=made, now=crowd.LONG_AGO)
    return made


def activated(enrolment: Enrolment, coach: User) -> float:
    """Seconds of CPU."""
    began = time.process_time()
    deeds.activate(enrolment=enrolment, by=coach, now=crowd.LONG_AGO)
    return time.process_time() - began
