"""Everybody a coach cares for: which week, what comes next, the last day something was written. No word of anyone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import Relation, User
from cockpit import twelve
from exercises.models import LogVersion
from journey.weeks import Stand
from programme.models import Enrolment, Pause, Release, Status

QUIET_DAYS: Final = 14
SOON: Final = timedelta(days=7)
# A search shows at most so many: more letters make it fewer.
MOST_FOUND: Final = 40

STATES: Final[dict[str, str | Promise]] = {
    "": _("everybody who is on the way or about to begin"),
    "onderweg": _("on the way"),
    "stil": _("nothing written for two weeks"),
    "wacht": _("a week waits"),
    "pauze": _("in a pause"),
    "begint": _("still to begin"),
    "voorbij": _("ended"),
}
ORDERS: Final[dict[str, str | Promise]] = {
    "": _("by name"),
    "datum": _("by the next date"),
    "week": _("by how far they are"),
    "stil": _("the longest quiet first"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """One row. `number` is the latest open week, 0 before the first; `coming` the week after it (None when all are open),
    with where it stands and when it opens (UTC); `wrote_on` and `back_on` are days where the client lives."""

    uuid: UUID
    name: str
    status: str
    starts_on: date
    number: int
    coming: int | None
    stand: Stand | None
    opens_at: datetime | None
    wrote_on: date | None
    back_on: date | None
    stands_in: bool
    picture: SafeString


def people(member: User, now: datetime) -> QuerySet[Enrolment]:
    """The enrolments of everybody for whom `member` cares now, each once."""
    return Enrolment.objects.cared_for_by(member, now)


def in_state(rows: QuerySet[Enrolment], state: str, now: datetime) -> QuerySet[Enrolment]:
    """Those of `rows` that are in one of STATES; an unknown one is the first."""
    active = Q(status=Status.ACTIVE)
    resting = Exists(Pause.objects.on(now.date()).filter(enrolment=OuterRef("pk")))
    wanted = {
        "onderweg": active & ~resting,
        "stil": active & ~resting & Q(activated_at__lt=now - timedelta(days=QUIET_DAYS)) & ~written_since(now - timedelta(days=QUIET_DAYS)),
        "wacht": active & waits(now),
        "pauze": active & resting,
        "begint": Q(status__in=[Status.INVITED, Status.PENDING]),
        "voorbij": Q(status__in=[Status.COMPLETED, Status.WITHDRAWN]),
    }
    return rows.filter(wanted.get(state, Q(status__in=[Status.INVITED, Status.PENDING, Status.ACTIVE])))


def written_since(moment: datetime) -> Exists:
    return Exists(LogVersion.objects.filter(log__enrolment=OuterRef("pk"), written_at__gte=moment))


def waits(now: datetime) -> Exists:
    """A week that is held, not covered, or not published, is due within the week."""
    unready = ~Q(blocked_by="") | Q(week__live=False)
    return Exists(Release.objects.unopened().filter(unready, enrolment=OuterRef("pk"), opens_at__lte=now + SOON))


def named(rows: QuerySet[Enrolment], name: str) -> QuerySet[Enrolment]:
    """Whose name has `name` in it, in any state."""
    return rows.filter(client__name__icontains=name)


def ordered(rows: QuerySet[Enrolment], order: str) -> QuerySet[Enrolment]:
    """In one of ORDERS; an unknown one is by name."""
    name = Lower("client__name")
    if order == "datum":
        weeks = Release.objects.unopened().filter(enrolment=OuterRef("pk")).order_by().values("enrolment")
        soonest = Subquery(weeks.annotate(at=Min("opens_at")).values("at"))
        return rows.annotate(opens=soonest).order_by(F("opens").asc(nulls_last=True), name, "pk")
    if order == "stil":
        # Who never wrote has been quiet the longest.
        return rows.annotate(wrote=wrote_at()).order_by(F("wrote").asc(nulls_first=True), name, "pk")
    return rows.order_by("starts_on", name, "pk") if order == "week" else rows.order_by(name, "pk")


def wrote_at() -> Subquery:
    """When something was last written, also for oneself: a page shows its day and nothing else of it."""
    versions = LogVersion.objects.filter(log__enrolment=OuterRef("pk")).order_by().values("log__enrolment")
    return Subquery(versions.annotate(at=Max("written_at")).values("at"))


def rows_of(pks: list[int], member: User, now: datetime) -> list[Person]:
    """The rows of these enrolments, in this order. Three queries, however many they are."""
    columns = ("pk", "uuid", "client__name", "client", "status", "starts_on", "zone", "wrote", "back")
    rest = Pause.objects.on(now.date()).filter(enrolment=OuterRef("pk"))
    found = Enrolment.objects.filter(pk__in=pks).annotate(wrote=wrote_at(), back=Subquery(rest.values("ends_on")[:1])).values(*columns)
    # The database gives them in any order; `pks` has the one that was asked for.
    rows = {row["pk"]: row for row in found}
    stations = stations_of(pks, now)
    covering = covered_only(member, [row["client"] for row in rows.values()], now)
    return [person(rows[pk], stations.get(pk, []), stands_in=rows[pk]["client"] in covering) for pk in pks if pk in rows]


def stations_of(pks: list[int], now: datetime) -> dict[int, list[tuple[int, Stand, datetime]]]:
    """The weeks of each enrolment in order: number, where it stands, when it opens. Of bare columns: a page has hundreds."""
    columns = ("enrolment_id", "week__number", "opens_at", "opened_at", "blocked_by", "week__live")
    found: dict[int, list[tuple[int, Stand, datetime]]] = {}
    for pk, number, opens_at, opened_at, blocked_by, live in (
        Release.objects.filter(enrolment__in=pks).order_by("enrolment_id", "week__number").values_list(*columns)
    ):
        stand = twelve.standing(opens_at, opened_at, blocked_by, now, live=live)
        found.setdefault(pk, []).append((number, stand, opens_at))
    return found


def covered_only(member: User, clients: Iterable[int], now: datetime) -> set[int]:
    """The clients for whom `member` stands in and is not the coach."""
    roles = list(Relation.objects.active(now).filter(member=member, client__in=list(clients)).values_list("client_id", "role"))
    own = {client for client, role in roles if role == Relation.Role.COACH}
    return {client for client, role in roles if role == Relation.Role.COVER} - own


def person(row: dict[str, Any], way: list[tuple[int, Stand, datetime]], *, stands_in: bool) -> Person:
    zone, runs = ZoneInfo(row["zone"]), row["status"] == Status.ACTIVE
    number = max((number for number, stand, _at in way if stand == Stand.OPEN), default=0)
    coming = next(((n, stand, at) for n, stand, at in way if stand != Stand.OPEN), None) if runs else None
    drawn = twelve.marks((stand for _number, stand, _at in way), rests=row["back"] is not None, runs=runs) or "a" * 12
    return Person(
        uuid=row["uuid"],
        name=row["client__name"],
        status=row["status"],
        starts_on=row["starts_on"],
        number=number,
        coming=coming and coming[0],
        stand=coming and coming[1],
        opens_at=coming and coming[2],
        wrote_on=row["wrote"] and row["wrote"].astimezone(zone).date(),
        back_on=row["back"] if runs else None,
        stands_in=stands_in,
        picture=twelve.picture(drawn),
    )
