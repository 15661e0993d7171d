"""The twelve weeks of one enrolment: which are open, and what the others wait for."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.http import Http404

from programme.models import Block, Enrolment, Release, Week


class Stand(StrEnum):
    """Where a week stands for its reader."""

    OPEN = "open"
    AHEAD = "ahead"  # opens at a known moment
    HELD = "held"  # the coach keeps it closed for a while
    COVER = "cover"  # waits for something to be arranged with the practice
    UNFINISHED = "unfinished"  # its moment is there and its text is not


@dataclass(frozen=True, slots=True)
class Station:
    """One week on the way. `at` is the moment (UTC) it opened or is to open."""

    week: Week
    stand: Stand
    at: datetime

    @property
    def is_open(self) -> bool:
        return self.stand == Stand.OPEN


def releases(enrolment: Enrolment, now: datetime) -> QuerySet[Release]:
    """The releases in order, each with `seen`: what the one rule of visibility says. Without the weeks' long texts."""
    rows = Release.objects.of(enrolment).select_related("week__theme").with_seen(now)
    return rows.defer("week__body", "week__placed").order_by("week__number")


def stations(enrolment: Enrolment, now: datetime) -> list[Station]:
    return [station(release, now) for release in releases(enrolment, now)]


def station(release: Release, now: datetime) -> Station:
    stands = stand(seen=release.seen, blocked_by=release.blocked_by, opens_at=release.opens_at, now=now)  # type: ignore[attr-defined]
    return Station(release.week, stands, min(release.opened_at or release.opens_at, release.opens_at))


def stand(*, seen: bool, blocked_by: str, opens_at: datetime, now: datetime) -> Stand:
    """Of one release of an active enrolment; `seen` is what the one rule of visibility says."""
    if seen:
        return Stand.OPEN
    if blocked_by == Block.HOLD:
        return Stand.HELD
    if blocked_by == Block.COVER:
        return Stand.COVER
    return Stand.UNFINISHED if opens_at <= now else Stand.AHEAD


def opened_at_number(enrolment: Enrolment, number: int, now: datetime) -> tuple[Release, Station | None]:
    """The release of week `number` if it may be seen now, and the week after it when that is not open yet. One query.

    Raises Http404, as `programme.access.own_week` does.
    """
    if not enrolment.may_read(now):
        raise Http404
    # Both in one query: the page says what comes next.
    either = Q(week__number=number) | Q(week__number=number + 1)
    found = {release.week.number: release for release in releases(enrolment, now).filter(either)}
    release, following = found.get(number), found.get(number + 1)
    if release is None or not release.seen:  # type: ignore[attr-defined]
        raise Http404
    return release, station(following, now) if following and not following.seen else None  # type: ignore[attr-defined]


def ahead_at_number(enrolment: Enrolment, number: int, now: datetime) -> Station:
    """Week `number` while it is not open, without anything that stands in it. One query. Raises Http404 for any other."""
    release = releases(enrolment, now).filter(week__number=number).first() if enrolment.may_read(now) else None
    if release is None or release.seen:  # type: ignore[attr-defined]
        raise Http404
    return station(release, now)


def latest_open(way: list[Station]) -> Station | None:
    return next((station for station in reversed(way) if station.is_open), None)


def next_ahead(way: list[Station]) -> Station | None:
    """The first week that is not open yet."""
    return next((station for station in way if not station.is_open), None)
