"""The head of every page about one client: where they are, what comes next, and who else cares for them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.safestring import SafeString

from accounts.models import Relation, User
from cockpit import twelve
from journey.weeks import Stand, Station, latest_open, next_ahead, stations
from programme.models import RUNNING, Enrolment, Pause, Status


@dataclass(frozen=True, slots=True)
class Head:
    """`rest` is the pause that is now, `pauses` all that are not over; `stands_in` says that somebody else is the coach,
    `coach` who (empty when nobody is)."""

    enrolment: Enrolment
    way: list[Station]
    week: Station | None
    coming: Station | None
    pauses: list[Pause]
    today: date
    stands_in: bool
    coach: str
    picture: SafeString

    @property
    def rest(self) -> Pause | None:
        return next((pause for pause in self.pauses if pause.starts_on <= self.today), None)

    @property
    def is_active(self) -> bool:
        return self.enrolment.status == Status.ACTIVE

    @property
    def is_running(self) -> bool:
        """Active, or about to begin."""
        return self.enrolment.status in RUNNING

    @property
    def has_held(self) -> bool:
        return any(each.stand == Stand.HELD for each in self.way)


def head(member: User, enrolment: Enrolment, now: datetime) -> Head:
    """Three queries."""
    way, today = stations(enrolment, now), enrolment.local_day(now)
    pauses = [pause for pause in enrolment.pauses.all() if pause.ends_on > today]
    carers = Relation.objects.active(now).of_client(enrolment.client).select_related("member").order_by("starts_at")
    coaches = [each.member for each in carers if each.role == Relation.Role.COACH]
    runs = enrolment.status == Status.ACTIVE
    rests = any(pause.starts_on <= today for pause in pauses)
    return Head(
        enrolment=enrolment,
        way=way,
        week=latest_open(way),
        coming=next_ahead(way) if runs else None,
        pauses=pauses,
        today=today,
        stands_in=member not in coaches,
        # By when the relation began, so the last one is who took over.
        coach=coaches[-1].name if coaches else "",
        picture=twelve.picture(twelve.marks((each.stand for each in way), rests=rests, runs=runs) or "a" * 12),
    )
