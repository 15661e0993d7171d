"""The coach's morning: everything that asks for them in one list and one order, by need and by promise, each with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.models import User
from cockpit import desk, twelve
from cockpit.caseload import stations_of
from cockpit.desk import Task, WaitingWeek
from exercises import quiet
from exercises.models import LogVersion
from journey.weeks import Stand
from notices.models import Notice, Outcome
from programme import contact
from programme.desk import PAUSE_ENDS
from programme.models import Enrolment, Pause, Status

# What stands under today whatever its date, in this order; what is promised for today comes after it.
FIRST: Final = ("brake-used", contact.KIND, "asks-file", "answer-held-back")
# What the row of the waiting week itself says already.
SAID_THERE: Final = {"promise-near", "promise-missed"}
# What can wait a day, in this order.
AT_LEISURE: Final = ("week-not-live", PAUSE_ENDS, quiet.KIND, "untouched")
# Of what is about somebody, what was done with it is kept.
ABOUT_PEOPLE: Final = {*FIRST, PAUSE_ENDS, quiet.KIND, "untouched"}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing. `kind` is that of its task, or "answer"; `at` the moment it is about (UTC); `task` what can be put off or
    done; `now_in` and `picture` where the client is; `also` what else there is to say of the same week."""

    kind: str
    name: str = ""
    uuid: UUID | None = None
    number: int = 0
    at: datetime | None = None
    task: int | None = None
    week: WaitingWeek | None = None
    now_in: int = 0
    picture: str = ""
    also: frozenset[str] = frozenset()

    @property
    def on_top(self) -> bool:
        return bool(getattr(self.week, "on_top", False))

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        """What can have been done with it; nothing to choose where it is about no person."""
        return Outcome.choices if self.kind in ABOUT_PEOPLE else []


@dataclass(frozen=True, slots=True)
class Morning:
    today: list[Row]
    later: list[Row]
    leisure: list[Row]

    @property
    def answers(self) -> int:
        return sum(row.kind == "answer" for row in self.today)

    @property
    def count(self) -> int:
        return len(self.today) + len(self.later) + len(self.leisure)


def look(member: User, now: datetime) -> Morning:
    """A constant number of queries, however much there is."""
    tasks = [*(of_task(task) for task in desk.tasks(member, now)), *silent(member, now), *returning(member, now)]
    waiting = [of_week(week, tasks) for week in desk.waiting_weeks(member, now)]
    told = {(row.uuid, row.number) for row in waiting}
    hushed = {row.uuid for row in tasks if row.kind == quiet.KIND}
    tasks = [row for row in tasks if not (row.kind in SAID_THERE and (row.uuid, row.number) in told)]
    tasks = [row for row in tasks if not (row.kind == "untouched" and row.uuid in hushed)]
    rows = placed([*waiting, *tasks], now)
    return Morning(
        today=sorted((row for row in rows if is_for_today(row, now)), key=urgency),
        later=[row for row in rows if row.kind == "answer" and not is_for_today(row, now)],
        leisure=sorted((row for row in rows if row.kind != "answer" and not is_for_today(row, now)), key=urgency),
    )


def of_task(task: Task) -> Row:
    return Row(task.kind, task.name, task.uuid, task.number, task.opens_at, task.pk)


def of_week(week: WaitingWeek, tasks: Iterable[Row]) -> Row:
    also = frozenset(row.kind for row in tasks if (row.uuid, row.number) == (week.uuid, week.number))
    return Row("answer", week.name, week.uuid, week.number, week.promised_at, week=week, also=also & SAID_THERE)


def is_for_today(row: Row, now: datetime) -> bool:
    if row.kind == "answer":
        return row.on_top or (row.at is not None and timezone.localdate(row.at) <= timezone.localdate(now))
    return row.kind in FIRST or row.kind in SAID_THERE


def urgency(row: Row) -> tuple[int, float]:
    """What was put on top, then what somebody asked, then promises; at leisure by what comes first. Stable beyond that."""
    if row.on_top:
        return 0, 0
    if row.kind in FIRST:
        return 1 + FIRST.index(row.kind), 0
    return 10 + (AT_LEISURE.index(row.kind) if row.kind in AT_LEISURE else 0), row.at.timestamp() if row.at else 0


def placed(rows: list[Row], now: datetime) -> list[Row]:
    """Each with where its client is. Two queries."""
    pks = dict(Enrolment.objects.filter(uuid__in={row.uuid for row in rows if row.uuid}).values_list("uuid", "pk"))
    ways = stations_of(list(pks.values()), now)
    return [at_place(row, ways.get(pks[row.uuid], [])) if row.uuid in pks else row for row in rows]


def at_place(row: Row, way: list[tuple[int, Stand, datetime]]) -> Row:
    number = max((number for number, stand, _at in way if stand == Stand.OPEN), default=0)
    return replace(row, now_in=number, picture=twelve.picture(twelve.marks((stand for _n, stand, _at in way), rests=False)))


def lying(member: User, kind: str, now: datetime) -> list[Notice]:
    return list(Notice.objects.on_desk().of(member).filter(kind=kind, due_at__lte=now).order_by("due_at", "pk"))


def silent(member: User, now: datetime) -> list[Row]:
    """Who wrote nothing for two weeks, is still cared for and on the way, and wrote nothing since it was noticed."""
    notices = {int(notice.about): notice for notice in lying(member, quiet.KIND, now)}
    rows = Enrolment.objects.cared_for_by(member, now).active().filter(pk__in=notices).values_list("pk", "uuid", "client__name").distinct()
    since = Q()
    for pk, notice in notices.items():
        since |= Q(log__enrolment=pk, written_at__gt=notice.created_at)
    spoke = set(LogVersion.objects.filter(since).values_list("log__enrolment", flat=True)) if notices else set()
    return [Row(quiet.KIND, name, uuid, task=notices[pk].pk) for pk, uuid, name in rows if pk not in spoke]


def returning(member: User, now: datetime) -> list[Row]:
    """Whose pause ends, with the first day back, while that is still so."""
    notices = {int(notice.about): notice for notice in lying(member, PAUSE_ENDS, now)}
    rows = Pause.objects.filter(pk__in=notices, enrolment__status=Status.ACTIVE, ends_on__gte=now.date())
    rows = rows.filter(enrolment__client__in=member.clients.active(now).values("client")).select_related("enrolment__client")
    return [back(pause, notices[pause.pk]) for pause in rows if notices[pause.pk].key == f"{pause.pk}:{pause.ends_on}"]


def back(pause: Pause, notice: Notice) -> Row:
    enrolment = pause.enrolment
    at = datetime(pause.ends_on.year, pause.ends_on.month, pause.ends_on.day, 12, tzinfo=timezone.get_current_timezone())
    return Row(PAUSE_ENDS, enrolment.client.name, enrolment.uuid, at=at, task=notice.pk)
