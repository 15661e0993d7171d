"""What lies on the coach's desk: weeks that wait for an answer, things to look at, and counts for the work. No words of anyone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q

from accounts.models import User
from exercises.models import DUE, Log, Review
from programme.models import Enrolment, Pause, Status


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


def waiting_weeks(member: User, now: datetime) -> list[WaitingWeek]:
    """What was put on top first, then by promised moment, the first promise first."""
    draft = Review.objects.drafts().filter(enrolment=OuterRef("enrolment"), week=OuterRef("week"))
    rows = (
        Log.objects.readable_by_coach(member, now)
        .unanswered()
        .filter(week__isnull=False)
        # Without its own order, by which the rows would be grouped as well.
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


def counts(member: User, now: datetime) -> dict[str, int]:
    """How many people this coach cares for: on their way, in a pause, still to begin."""
    resting = Exists(Pause.objects.on(now.date()).filter(enrolment=OuterRef("pk")))
    active = Q(status=Status.ACTIVE)
    rows = Enrolment.objects.cared_for_by(member, now).annotate(resting=resting)
    return rows.aggregate(
        following=Count("pk", filter=active & Q(resting=False)),
        paused=Count("pk", filter=active & Q(resting=True)),
        to_begin=Count("pk", filter=Q(status__in=[Status.INVITED, Status.PENDING])),
    )
