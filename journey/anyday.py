"""What may be written on any day: the trigger log, a free entry, a planned activity; and the two minutes of today."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404
from django.urls import reverse

from accounts import reading
from exercises.answers import Answers, decode
from exercises.models import Log, LogVersion
from programme.models import Enrolment, Exercise, Release, Status, Week, WeekExercise

# By the word in their address, which says nothing of what somebody writes. The order in which they are offered.
WORDS: Final = {"moment": Exercise.Kind.TRIGGER, "vrij": Exercise.Kind.FREE, "plan": Exercise.Kind.PLANNED}
ADDRESSES: Final = {kind: word for word, kind in WORDS.items()}
# Ids of the planned activity.
MOMENT: Final = "moment"
FELT: Final = "ervaren"
# How long after its moment "how was it?" stands on the page; after that it is let go without a word.
ASKS_FOR: Final = timedelta(days=3)
PLANS: Final = 5


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to add: what it is and where it is written."""

    exercise: Exercise
    address: str


def offers(enrolment: Enrolment, now: datetime) -> list[Offer]:
    """What can be added now, the trigger log first; nothing while no week is open or nothing may be written. Three queries."""
    if not enrolment.may_write(now) or latest_week(enrolment, now) is None:
        return []
    rows = Exercise.objects.at_any_time().filter(programme=enrolment.programme_id).defer("fields", "intro")
    by_kind = {row.kind: Offer(row, reverse("entry", args=[ADDRESSES[Exercise.Kind(row.kind)]])) for row in rows}
    found = [by_kind[kind] for kind in WORDS.values() if kind in by_kind]
    today = daily(enrolment, now)
    # The trigger log comes first: whoever comes for that one is in no state to look for it.
    return [*found[:1], *today, *found[1:]]


def daily(enrolment: Enrolment, now: datetime) -> list[Offer]:
    """The two minutes of the newest open week, when it has them."""
    visible = Release.objects.visible(now).of(enrolment).values("week")
    rows = WeekExercise.objects.filter(week__in=visible, place="daily", exercise__live=True).order_by("-week__number")
    row = rows.select_related("week", "exercise").defer("week__body", "week__placed", "exercise__fields", "exercise__intro").first()
    return [Offer(row.exercise, reverse("exercise", args=[row.week.number, row.exercise.source_id]))] if row else []


def exercise_for(enrolment: Enrolment, word: str) -> Exercise:
    """The exercise that is written at this address. Raises Http404."""
    kind = WORDS.get(word)
    found = Exercise.objects.at_any_time().filter(programme=enrolment.programme_id, kind=kind).first() if kind else None
    if found is None:
        raise Http404
    return found


def trigger_address(enrolment: Enrolment) -> str:
    """Where the trigger log is written; empty in a programme without one."""
    found = Exercise.objects.at_any_time().filter(programme=enrolment.programme_id, kind=Exercise.Kind.TRIGGER)
    return reverse("entry", args=[ADDRESSES[Exercise.Kind.TRIGGER]]) if found.exists() else ""


def latest_week(enrolment: Enrolment, now: datetime) -> Week | None:
    """The newest week that is open."""
    release = Release.objects.visible(now).of(enrolment).select_related("week").order_by("-week__number").first()
    return release.week if release else None


def week_for(enrolment: Enrolment, token: UUID | None, now: datetime) -> Week | None:
    """The week in which an entry belongs: that of its log, once there is one; else the newest open one, in which the
    coach answers. After the programme it belongs to no week. Raises Http404 while none is open."""
    known = Log.objects.of(enrolment).filter(client_token=token).select_related("week").first() if token else None
    if known:
        return known.week
    week = latest_week(enrolment, now)
    if week is None:
        raise Http404
    return week if enrolment.status == Status.ACTIVE else None


def address_of(log: Log) -> str:
    """Where a log is gone on with; empty where it has no page. Needs `log.exercise` and `log.week`."""
    word = ADDRESSES.get(Exercise.Kind(log.exercise.kind))
    if word:
        return reverse("entry", args=[word])
    return reverse("exercise", args=[log.week.number, log.exercise.source_id]) if log.week else ""


def waiting(enrolment: Enrolment, exercise: Exercise) -> LogVersion | None:
    """The draft in which somebody stopped, in whichever week."""
    versions = LogVersion.objects.filter(log__enrolment=enrolment, log__exercise=exercise)
    latest = versions.to_open().select_related("log__week").newest_first().first()
    return latest if latest and latest.draft else None


def of_today(enrolment: Enrolment, week: Week, exercise: Exercise, now: datetime) -> LogVersion | None:
    """What was written today in the log of the day, kept or draft: the same one is opened again."""
    versions = LogVersion.objects.filter(log__enrolment=enrolment, log__week=week, log__exercise=exercise)
    versions = versions.filter(log__started_at__gte=midnight(enrolment.local_day(now), enrolment))
    return versions.to_open().newest_first().first()


def midnight(day: date, enrolment: Enrolment) -> datetime:
    """The first moment of a local day."""
    return datetime.combine(day, time.min, ZoneInfo(enrolment.zone))


def due_plan(enrolment: Enrolment, now: datetime) -> Log | None:
    """A planned activity whose moment is past, for so long as it is asked about, and of which nothing was said since.
    Opens the newest five plans: when and whether stand in the sealed answers alone."""
    logs = Log.objects.of(enrolment).filter(exercise__kind=Exercise.Kind.PLANNED).order_by("-started_at").values("pk")[:PLANS]
    rows = LogVersion.objects.filter(log__in=list(logs.values_list("pk", flat=True)), draft=False).select_related("log__enrolment__client")
    # In the order of their numbers, so the last text of each log stays.
    newest = {row.log_id: row for row in rows.order_by("number")}
    texts = reading.read(enrolment.client, list(newest.values()), "own plan", now)
    local = now.astimezone(ZoneInfo(enrolment.zone)).replace(tzinfo=None)
    found = [row.log for row, text in zip(newest.values(), texts, strict=True) if text and is_due(decode(text), local)]
    return found[0] if found else None


def is_due(answers: Answers, local: datetime) -> bool:
    """`local` is the clock on the wall, as a moment is kept."""
    moment = answers.get(MOMENT)
    if FELT in answers or not isinstance(moment, str):
        return False
    return timedelta(0) <= local - datetime.fromisoformat(moment) < ASKS_FOR
