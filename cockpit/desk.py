"""What lies on the coach's desk: weeks that wait for an answer, things to look at, and counts for the work. No words of anyone."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q

from accounts.models import User
from exercises import keeping, scheduled
from exercises.models import DUE, Log, Review
from notices.models import Notice
from programme import brake, contact
from programme.models import Enrolment, Pause, Release, Status

PROMISES: Final = {keeping.NEAR, keeping.MISSED, scheduled.KIND}


@dataclass(frozen=True, slots=True)
class WaitingWeek:
    """One week of one client in which something shared has no answer yet. `why` says why its moment is a new one (empty without);
    `on_top` that the client put it on top."""

    enrolment: int
    uuid: UUID
    name: str
    number: int
    promised_at: datetime
    logs: int
    drafted: bool
    why: str = ""
    on_top: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """Something to look at: a week that stayed untouched, one that is not published (`opens_at` of the latter only), somebody
    who would like to hear from the coach or lets them know that the brake was used, `on` a day (no `number`), or an answer
    whose promise is near, was missed, or that was held back."""

    pk: int
    kind: str
    number: int = 0
    uuid: UUID | None = None
    name: str = ""
    opens_at: datetime | None = None
    on: date | None = None


def waiting_weeks(member: User, now: datetime) -> list[WaitingWeek]:
    """What was put on top first, then by promised moment, the first promise first."""
    draft = Review.objects.drafts().filter(enrolment=OuterRef("enrolment"), week=OuterRef("week"))
    rows = (
        Log.objects.readable_by_coach(member, now)
        .unanswered()
        .filter(week__isnull=False)
        .order_by()
        .values("enrolment__uuid", "enrolment__client__name", "week__number", "enrolment", "week")
        .annotate(promised=Min(DUE), why=Max("repromised_why"), top=Max("on_top_at"), logs=Count("pk"), drafted=Exists(draft))
        .order_by(F("top").asc(nulls_last=True), "promised", "enrolment__client__name", "week__number")
    )
    return [
        WaitingWeek(
            enrolment=row["enrolment"],
            uuid=row["enrolment__uuid"],
            name=row["enrolment__client__name"],
            number=row["week__number"],
            promised_at=row["promised"],
            logs=row["logs"],
            drafted=row["drafted"],
            why=row["why"],
            on_top=row["top"] is not None,
        )
        for row in rows
    ]


def tasks(member: User, now: datetime) -> list[Task]:
    """What waits until the coach has done it, the oldest first. What has solved itself is left out."""
    notices = list(Notice.objects.on_desk().of(member).filter(due_at__lte=now).order_by("due_at", "pk"))
    untouched = [notice for notice in notices if notice.kind == "untouched"]
    not_live = [notice for notice in notices if notice.kind == "week-not-live"]
    asked = [notice for notice in notices if notice.kind in {contact.KIND, brake.KIND}]
    promised = [notice for notice in notices if notice.kind in PROMISES]
    found = (
        weeks_promised(promised, member, now)
        | untouched_weeks(untouched, member, now)
        | weeks_not_live(not_live)
        | asking_contact(asked, member, now)
    )
    return [found[notice.pk] for notice in notices if notice.pk in found]


def untouched_weeks(notices: list[Notice], member: User, now: datetime) -> dict[int, Task]:
    """Of clients for whom `member` still cares, who are active, and who have not written in that week since."""
    about = {notice.pk: tuple(int(part) for part in notice.about.split(":")) for notice in notices}
    ids = {enrolment for enrolment, _number in about.values()}
    cared_for = Enrolment.objects.cared_for_by(member, now).active().filter(pk__in=ids).select_related("client").in_bulk()
    touched = set(Log.objects.filter(enrolment__in=ids).values_list("enrolment", "week__number").distinct())
    return {
        pk: Task(pk, "untouched", number, cared_for[enrolment].uuid, cared_for[enrolment].client.name)
        for pk, (enrolment, number) in about.items()
        if enrolment in cared_for and (enrolment, number) not in touched
    }


def weeks_promised(notices: list[Notice], member: User, now: datetime) -> dict[int, Task]:
    """Of weeks of clients for whom `member` still cares that still wait: of each only the latest that there is to say."""
    if not notices:
        return {}
    waiting = {(week.enrolment, week.number): week for week in waiting_weeks(member, now)}
    found: dict[tuple[int, int], Task] = {}
    for notice in notices:
        enrolment, number = (int(part) for part in notice.about.split(":"))
        if week := waiting.get((enrolment, number)):
            found[enrolment, number] = Task(notice.pk, notice.kind, number, week.uuid, week.name, week.promised_at)
    return {task.pk: task for task in found.values()}


def asking_contact(notices: list[Notice], member: User, now: datetime) -> dict[int, Task]:
    """Of clients for whom `member` still cares."""
    if not notices:
        return {}
    ids = {int(notice.about) for notice in notices}
    cared_for = Enrolment.objects.cared_for_by(member, now).filter(pk__in=ids).select_related("client").in_bulk()
    return {
        notice.pk: Task(notice.pk, notice.kind, uuid=whose.uuid, name=whose.client.name, on=whose.local_day(notice.due_at))
        for notice in notices
        if (whose := cared_for.get(int(notice.about)))
    }


def weeks_not_live(notices: list[Notice]) -> dict[int, Task]:
    """Of one week and moment only once, however many people it concerns."""
    waiting = Release.objects.unopened().filter(pk__in=[int(notice.about) for notice in notices], week__live=False)
    releases = waiting.filter(enrolment__status=Status.ACTIVE).select_related("week").in_bulk()
    found: dict[tuple[int, datetime], Task] = {}
    for notice in notices:
        if release := releases.get(int(notice.about)):
            task = Task(notice.pk, "week-not-live", release.week.number, opens_at=release.opens_at)
            found.setdefault((release.week_id, release.opens_at), task)
    return {task.pk: task for task in found.values()}


def counts(member: User, now: datetime) -> dict[str, int]:
    """How many people this coach cares for: on their way, in a pause, still to begin."""
    resting = Exists(Pause.objects.filter(enrolment=OuterRef("pk"), starts_on__lte=now.date(), ends_on__gt=now.date()))
    active = Q(status=Status.ACTIVE)
    rows = Enrolment.objects.filter(client__in=member.clients.active(now).values("client")).annotate(resting=resting)
    return rows.aggregate(
        following=Count("pk", filter=active & Q(resting=False)),
        paused=Count("pk", filter=active & Q(resting=True)),
        to_begin=Count("pk", filter=Q(status__in=[Status.INVITED, Status.PENDING])),
    )
