"""A client's own logs: the list, and the texts of one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from accounts import reading
from accounts.models import User
from accounts.posted import as_number
from exercises import whole
from exercises.answers import Answers, decode
from exercises.models import Log, LogVersion, Review
from exercises.whole import Whole
from exercises.wording import Answered
from exercises.wording import opened as worded
from journey.spans import Span, number_at
from programme.models import Enrolment, Exercise, Week


def entries(enrolment: Enrolment, now: datetime) -> QuerySet[Log]:
    """All logs of this enrolment, the newest first, each with `answered`, `draft` and `written_at`. No text is opened."""
    answers = Review.objects.arrived(now).filter(logs=OuterRef("pk"))
    newest = LogVersion.objects.filter(log=OuterRef("pk")).order_by("-number")
    rows = Log.objects.of(enrolment).select_related("exercise", "week")
    rows = rows.defer("exercise__fields", "exercise__intro", "week__body", "week__placed")
    return rows.annotate(
        answered=Exists(answers),
        draft=Subquery(newest.values("draft")[:1]),
        newest=Subquery(newest.values("uuid")[:1]),
        written_at=Subquery(newest.values("written_at")[:1]),
    ).order_by("-started_at", "-pk")


@dataclass(frozen=True, slots=True)
class Section:
    """What was written while week `number` was the latest (0: before week 1), by day, the newest day first. `begins` is the
    moment (UTC) at which that week opened."""

    number: int
    begins: datetime | None
    days: list[tuple[date, list[Log]]]


def sections(logs: Iterable[Log], weeks: Sequence[Span], zone: ZoneInfo) -> list[Section]:
    """Logs in the order of time, divided; a day that lies in two weeks stands in both."""
    begins = {week.number: week.begins for week in weeks}
    made = []
    for number, within in groupby(logs, lambda log: number_at(weeks, log.started_at)):
        days = groupby(within, lambda log: log.started_at.astimezone(zone).date())
        made.append(Section(number, begins.get(number), [(day, list(each)) for day, each in days]))
    return made


def earlier(enrolment: Enrolment, week: Week, exercise: Exercise) -> list[Log]:
    """The latest five logs of this exercise in this week."""
    return list(Log.objects.of(enrolment).filter(week=week, exercise=exercise).order_by("-started_at")[:5])


def waiting_draft(enrolment: Enrolment, week: Week, exercise: Exercise) -> LogVersion | None:
    """The draft in which somebody stopped: the newest text of their latest log here, when that is a draft."""
    versions = LogVersion.objects.filter(log__enrolment=enrolment, log__week=week, log__exercise=exercise)
    latest = versions.to_open().newest_first().first()
    return latest if latest and latest.draft else None


def version(log: Log, number: str) -> LogVersion:
    """The text with this number, or else the newest."""
    versions = log.versions.to_open()
    chosen = versions.filter(number=as_number(number)).first()
    return chosen or log.latest


def opened(client: User, version: LogVersion, now: datetime) -> Answers | None:
    """What its owner answered in this text; None when it cannot be opened."""
    [text] = reading.read(client, [version], "own log", now)
    return decode(text) if text is not None else None


def texts(client: User, versions: list[LogVersion], now: datetime) -> list[tuple[LogVersion, list[Answered] | None]]:
    """Each text beside the questions that were shown; None where it cannot be opened."""
    found = reading.read(client, versions, "own log", now)
    return [(version, worded(version.exercise_version.fields, text, figures=True)) for version, text in zip(versions, found, strict=True)]


def answers_to(log: Log, now: datetime) -> list[Whole]:
    """The answers that arrived on this log, the oldest first, opened for its client."""
    rows = log.reviews.arrived(now).select_related("author", "enrolment__client").order_by("published_at")
    return whole.read(log.enrolment.client, list(rows), "own answer", now)[0]
