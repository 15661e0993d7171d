"""The coach's morning: everything that asks for them in one list and one order, by need and by promise, each with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from accounts.models import User
from cockpit import desk, twelve
from cockpit.caseload import stations_of
from cockpit.desk import WaitingWeek
from conversations.calling_off import BY_ILLNESS, BY_THE_END
from conversations.models import DUE, Message
from conversations.notes import ASKS_FILE
from exercises import keeping, quiet, scheduled
from exercises.models import LogVersion
from exercises.reminders import UNTOUCHED
from journey.weeks import Stand
from notices.models import Notice, Outcome
from programme import brake, contact
from programme.desk import NOT_LIVE, PAUSE_ENDS
from programme.models import Enrolment, Pause, Release, Status

# What has a promised moment of its own.
PROMISED: Final = {"answer", "message"}
# What stands under today whatever its date, in this order; what is promised for today comes after it.
FIRST: Final = (brake.KIND, contact.KIND, ASKS_FILE, BY_ILLNESS, scheduled.KIND)
# What the row of the waiting week itself says already.
SAID_THERE: Final = {keeping.NEAR, keeping.MISSED}
OF_AN_ANSWER: Final = SAID_THERE | {scheduled.KIND}
SILENT: Final = {quiet.KIND, UNTOUCHED}
# What can wait a day, in this order.
AT_LEISURE: Final = (NOT_LIVE, PAUSE_ENDS, BY_THE_END, quiet.KIND, UNTOUCHED)
OF_AN_ENROLMENT: Final = {*FIRST, *SAID_THERE, *SILENT, BY_THE_END}
KNOWN: Final = OF_AN_ENROLMENT | {NOT_LIVE, PAUSE_ENDS}
# Of what is about somebody, what was done with it is kept.
ABOUT_PEOPLE: Final = {*FIRST, PAUSE_ENDS, BY_THE_END, *SILENT}


@dataclass(frozen=True, slots=True)
class Person:
    """Of one enrolment what a row needs."""

    pk: int
    uuid: UUID
    name: str
    active: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One thing. `kind` is that of its task, or one of PROMISED; `at` the moment it is about (UTC); `task` what can be put off or
    done; `now_in` and `picture` where the client is; `also` what else there is to say of the same week."""

    kind: str
    name: str = ""
    uuid: UUID | None = None
    number: int = 0
    at: datetime | None = None
    task: int | None = None
    week: WaitingWeek | None = None
    messages: int = 0
    now_in: int = 0
    picture: str = ""
    also: frozenset[str] = frozenset()

    @property
    def on_top(self) -> bool:
        return self.week is not None and self.week.on_top

    @property
    def outcomes(self) -> list[tuple[str, Any]]:
        """What can have been done with it; nothing to choose where it is about no person."""
        return list(Outcome.choices) if self.kind in ABOUT_PEOPLE else []


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
    """Eight queries, however much there is and whatever it is about."""
    # What was put off is not here: its `due_at` lies ahead.
    notices = list(Notice.objects.on_desk().of(member).filter(due_at__lte=now, kind__in=KNOWN).order_by("due_at", "pk"))
    waiting, threads = desk.waiting_weeks(member, now), messages(member, now)
    uuids = {week.uuid for week in waiting} | {row.uuid for row in threads}
    people = cared_for(member, {pk for notice in notices if (pk := enrolment_of(notice))}, uuids, now)
    tasks = merged([*about_people(notices, people, waiting), *returning(notices, member, now), *not_live(notices)])
    told = {(week.uuid, week.number) for week in waiting}
    # The row of the waiting week says it, with the answer one click away.
    alone = [row for row in tasks if not (row.kind in SAID_THERE and (row.uuid, row.number) in told)]
    rows = placed([*(of_week(week, tasks) for week in waiting), *threads, *alone], people, now)
    return Morning(
        today=sorted((row for row in rows if is_for_today(row, now)), key=urgency),
        later=sorted((row for row in rows if row.kind in PROMISED and not is_for_today(row, now)), key=urgency),
        leisure=sorted((row for row in rows if row.kind not in PROMISED and not is_for_today(row, now)), key=urgency),
    )


def enrolment_of(notice: Notice) -> int:
    """The id of the enrolment that a notice is about; 0 where it is about something else."""
    pk = notice.about.partition(":")[0]
    return int(pk) if notice.kind in OF_AN_ENROLMENT and pk.isdigit() else 0


def number_of(notice: Notice) -> int:
    number = notice.about.partition(":")[2]
    return int(number) if number.isdigit() else 0


def cared_for(member: User, pks: set[int], uuids: set[UUID | None], now: datetime) -> dict[int, Person]:
    """Of these enrolments the ones whose client is cared for now, by id."""
    ours = Enrolment.objects.cared_for_by(member, now)
    found = ours.filter(Q(pk__in=pks) | Q(uuid__in=uuids)).values_list("pk", "uuid", "client__name", "status")
    return {pk: Person(pk, uuid, name, status == Status.ACTIVE) for pk, uuid, name, status in found}


def about_people(notices: list[Notice], people: dict[int, Person], waiting: list[WaitingWeek]) -> list[Row]:
    """What is about somebody who is cared for, and is still so."""
    written = last_written({enrolment_of(notice) for notice in notices if notice.kind in SILENT})
    waits = {(week.uuid, week.number): week for week in waiting}
    rows = []
    for notice in notices:
        person = people.get(enrolment_of(notice))
        if person and not is_over(notice, person, written, waits):
            week = waits.get((person.uuid, number_of(notice)))
            rows.append(Row(notice.kind, person.name, person.uuid, number_of(notice), week.promised_at if week else None, notice.pk))
    return rows


def is_over(notice: Notice, person: Person, written: dict[tuple[int, int], datetime], waits: dict[tuple[UUID, int], WaitingWeek]) -> bool:
    """What has solved itself: something was written, the programme has ended, the week was answered."""
    if notice.kind == quiet.KIND:
        return not person.active or any(pk == person.pk and at >= notice.created_at for (pk, _number), at in written.items())
    if notice.kind == UNTOUCHED:
        return not person.active or (person.pk, number_of(notice)) in written
    return notice.kind in OF_AN_ANSWER and (person.uuid, number_of(notice)) not in waits


def last_written(pks: set[int]) -> dict[tuple[int, int], datetime]:
    """When something was last written, by enrolment and number of the week (0 outside of one)."""
    versions = LogVersion.objects.filter(log__enrolment__in=pks).order_by().values_list("log__enrolment", "log__week__number")
    return {(pk, number or 0): at for pk, number, at in versions.annotate(at=Max("written_at"))}


def merged(rows: list[Row]) -> list[Row]:
    """Two quiet weeks are said once, not for each week."""
    hushed = {row.uuid for row in rows if row.kind == quiet.KIND}
    return [row for row in rows if not (row.kind == UNTOUCHED and row.uuid in hushed)]


def of_week(week: WaitingWeek, tasks: Iterable[Row]) -> Row:
    also = frozenset(row.kind for row in tasks if (row.uuid, row.number) == (week.uuid, week.number))
    return Row("answer", week.name, week.uuid, week.number, week.promised_at, week=week, also=also & SAID_THERE)


def is_for_today(row: Row, now: datetime) -> bool:
    if row.kind in PROMISED:
        return row.on_top or (row.at is not None and timezone.localdate(row.at) <= timezone.localdate(now))
    return row.kind in FIRST or row.kind in SAID_THERE


def urgency(row: Row) -> tuple[int, float]:
    """What was put on top, then what somebody asked, then promises; at leisure by what comes first. Stable beyond that."""
    if row.on_top:
        return 0, 0
    if row.kind in FIRST:
        return 1 + FIRST.index(row.kind), 0
    return 10 + (AT_LEISURE.index(row.kind) if row.kind in AT_LEISURE else 0), row.at.timestamp() if row.at else 0


def placed(rows: list[Row], people: dict[int, Person], now: datetime) -> list[Row]:
    """Each with where its client is."""
    pks = {person.uuid: person.pk for person in people.values()}
    ways = stations_of(list(pks.values()), now)
    return [at_place(row, ways.get(pks[row.uuid], [])) if row.uuid in pks else row for row in rows]


def at_place(row: Row, way: list[tuple[int, Stand, datetime]]) -> Row:
    number = max((number for number, stand, _at in way if stand == Stand.OPEN), default=0)
    return replace(row, now_in=number, picture=twelve.picture(twelve.marks((stand for _n, stand, _at in way), rests=False)))


def messages(member: User, now: datetime) -> list[Row]:
    """One row for each thread in which something waits, by the first promise in it."""
    waiting = Message.objects.waiting_for(member, now).order_by().values("enrolment__uuid", "enrolment__client__name")
    threads = waiting.annotate(first=Min(DUE), messages=Count("pk")).values_list(
        "enrolment__uuid", "enrolment__client__name", "first", "messages"
    )
    return [Row("message", name, uuid, at=first, messages=count) for uuid, name, first, count in threads]


def returning(notices: list[Notice], member: User, now: datetime) -> list[Row]:
    """Whose pause ends, with the first day back, while that is still so."""
    ending = {int(notice.about): notice for notice in notices if notice.kind == PAUSE_ENDS}
    rows = Pause.objects.filter(pk__in=ending, enrolment__status=Status.ACTIVE, ends_on__gte=now.date())
    rows = rows.filter(enrolment__in=Enrolment.objects.cared_for_by(member, now)).select_related("enrolment__client")
    return [back(pause, ending[pause.pk]) for pause in rows if ending[pause.pk].key == f"{pause.pk}:{pause.ends_on}"]


def back(pause: Pause, notice: Notice) -> Row:
    enrolment = pause.enrolment
    # A day has no hour; at noon it is that day in every zone that a practice may have.
    at = datetime(pause.ends_on.year, pause.ends_on.month, pause.ends_on.day, 12, tzinfo=timezone.get_current_timezone())
    return Row(PAUSE_ENDS, enrolment.client.name, enrolment.uuid, at=at, task=notice.pk)


def not_live(notices: list[Notice]) -> list[Row]:
    """Of one week and moment only once, however many people it concerns."""
    about = {int(notice.about): notice.pk for notice in notices if notice.kind == NOT_LIVE}
    waiting = Release.objects.unopened().filter(pk__in=about, week__live=False, enrolment__status=Status.ACTIVE)
    found: dict[tuple[int, datetime], Row] = {}
    for pk, number, opens_at in waiting.order_by("opens_at", "pk").values_list("pk", "week__number", "opens_at"):
        found.setdefault((number, opens_at), Row(NOT_LIVE, number=number, at=opens_at, task=about[pk]))
    return list(found.values())
