"""The list of people as the office sees it: who, where in the programme, with whom. Never what anybody wrote."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import CharField, Count, DateField, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Relation, User
from programme.models import RUNNING, Cover, Enrolment, Pause, Release, Status

A_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Group:
    """One choice of whom to show. `holds` gives the condition at a moment (UTC)."""

    label: str | Promise
    holds: Callable[[datetime], Q]


def paused(now: datetime) -> Q:
    resting = Pause.objects.on(now.date()).values("enrolment")
    return Q(status=Status.ACTIVE, pk__in=resting)


def invited(now: datetime) -> Q:
    """Whose invitation still holds: one that has ended stands apart."""
    return Q(status=Status.INVITED) & ~Q(invitation_ends_at__lte=now)


GROUPS: Final[dict[str, Group]] = {
    "nu": Group(_("everybody who is on their way or about to begin"), lambda now: Q(status__in=RUNNING)),
    "uitgenodigd": Group(_("invited, no answer yet"), invited),
    "verlopen": Group(_("the invitation has ended"), lambda now: Q(status=Status.INVITED, invitation_ends_at__lte=now)),
    "wacht": Group(_("said yes, waiting to begin"), lambda now: Q(status=Status.PENDING)),
    "bezig": Group(_("on their way"), lambda now: Q(status=Status.ACTIVE)),
    "pauze": Group(_("in a pause today"), paused),
    "nooit": Group(_("on their way, never logged in"), lambda now: Q(status=Status.ACTIVE, client__last_login=None)),
    "klaar": Group(_("completed"), lambda now: Q(status=Status.COMPLETED)),
    "gestopt": Group(_("stopped"), lambda now: Q(status=Status.WITHDRAWN)),
    "iedereen": Group(_("everybody"), lambda now: Q()),
}
# The groups that may need a hand of the office.
TO_LOOK_AT: Final = ("verlopen", "wacht", "nooit")
ORDERS: Final[dict[str, tuple[str | Promise, tuple[str, ...]]]] = {
    "naam": (_("by name"), ("client__name", "pk")),
    "start": (_("by first day, the latest first"), ("-starts_on", "client__name", "pk")),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody of the office asks for: a group, a coach (their id), an order, and a part of a name or an address."""

    group: str = "nu"
    coach: int | None = None
    order: str = "naam"
    words: str = ""


def people(wish: Wish, now: datetime) -> QuerySet[Enrolment]:
    """One row for each enrolment, with `coach`, `opened` (weeks), `covered` (through week) and `back_on` (of a pause today)."""
    rows = Enrolment.objects.filter(GROUPS[wish.group].holds(now)).select_related("client")
    if wish.coach:
        rows = rows.filter(client__in=Relation.objects.active(now).filter(member=wish.coach).values("client"))
    for word in wish.words.split():
        rows = rows.filter(Q(client__name__icontains=word) | Q(client__email__icontains=word))
    return with_facts(rows, now).order_by(*ORDERS[wish.order][1])


def with_facts(rows: QuerySet[Enrolment], now: datetime) -> QuerySet[Enrolment]:
    own = {"enrolment": OuterRef("pk")}
    carers = Relation.objects.active(now).filter(client=OuterRef("client")).order_by("-role", "-starts_at")
    opened = Release.objects.filter(**own).exclude(opened_at=None).order_by().values("enrolment").annotate(n=Count("pk")).values("n")
    covered = Cover.objects.filter(**own).order_by().values("enrolment").annotate(n=Max("through_week")).values("n")
    resting = Pause.objects.on(now.date()).filter(**own).values("ends_on")
    return rows.annotate(
        coach=Subquery(carers.values("member__name")[:1], output_field=CharField()),
        opened=Coalesce(Subquery(opened, output_field=IntegerField()), 0),
        covered=Coalesce(Subquery(covered, output_field=IntegerField()), 0),
        back_on=Subquery(resting[:1], output_field=DateField()),
    )


def ended_invitations(now: datetime) -> QuerySet[Enrolment]:
    """Whom nobody heard from within the fourteen days, the latest first."""
    return Enrolment.objects.filter(GROUPS["verlopen"].holds(now)).select_related("client").order_by("-invitation_ends_at", "pk")


def coaches() -> QuerySet[User]:
    return User.objects.coaches().order_by("name")


def person(uuid: UUID, now: datetime) -> Enrolment | None:
    """One enrolment with the facts of the list."""
    return with_facts(Enrolment.objects.filter(uuid=uuid).select_related("client", "programme"), now).first()


def counts(now: datetime) -> dict[str, int]:
    """How many stand in each group, in one query."""
    return Enrolment.objects.aggregate(**{name: Count("pk", filter=group.holds(now)) for name, group in GROUPS.items()})
