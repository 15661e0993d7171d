"""Many enrolments at once, written by `bulk_create`: for races, sweeps and benchmarks."""

from collections.abc import Iterator
from datetime import date, datetime

from accounts.models import User
from programme.calendar import opening_moments
from programme.models import Cover, Enrolment, Programme, Release, Status

AT_ONCE = 5_000


def crowd(of: Programme, count: int, starts_on: date, now: datetime, *, covered: bool = True, label: str = "crowd") -> None:
    """`count` active enrolments that start on one day, their twelve releases each, none of them stamped."""
    moments = opening_moments(starts_on, 12, [], 7, "Europe/Amsterdam")
    weeks = list(of.weeks.order_by("number"))
    block = "" if covered else "cover"
    for some in chunks(range(count)):
        people = User.objects.bulk_create(User(email=f"{label}-{n}@example.nl", name=f"Persoon {n}", password="!") for n in some)
        enrolments = Enrolment.objects.bulk_create(
            Enrolment(client=one, programme=of, starts_on=starts_on, status=Status.ACTIVE, activated_at=now) for one in people
        )
        Cover.objects.bulk_create(Cover(enrolment=one, source="crowd", through_week=12 if covered else 0) for one in enrolments)
        Release.objects.bulk_create(
            (
                Release(enrolment=one, week=week, opens_at=at, blocked_by=block)
                for one in enrolments
                for week, at in zip(weeks, moments, strict=True)
            ),
            batch_size=AT_ONCE,
        )


def chunks(numbers: range) -> Iterator[range]:
    for start in range(numbers.start, numbers.stop, AT_ONCE):
        yield range(start, min(start + AT_ONCE, numbers.stop))
