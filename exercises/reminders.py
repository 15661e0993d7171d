"""Two reminders for a week in which nothing was touched, and then a task for the coach instead of a third mail.

Day 3 at 19:00 and day 6 at 17:00 by the client's clock, counted from the local day on which the week opened (day 0). A
step is taken within 24 hours of its moment or not at all, so the weeks it concerns opened on one local day in each
zone: one query a zone and step finds them, however many people follow the programme.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from accounts.access import carers_of
from accounts.models import Practice
from accounts.working_days import next_working_day
from exercises.models import Log, Practised
from notices import outbox
from notices.models import Channel, Notice
from programme.calendar import moment
from programme.models import Enrolment, Pause, Release, Status

BATCH: Final = 1_000
# What lies on the coach's desk instead of a third mail.
UNTOUCHED: Final = "untouched"
DESK_HOUR: Final = 9
WORTH = timedelta(hours=36)  # quiet hours and caps may hold a reminder back, but not into another week


@dataclass(frozen=True, slots=True)
class Step:
    kind: str
    day: int
    hour: int
    tells_coach: bool = False


class Untouched(NamedTuple):
    """A client, the notice's key for the week, and whether the two weeks before stayed untouched as well."""

    client: int
    key: str
    tired: bool


STEPS: Final = [Step("day-3", 3, 19), Step("day-6", 6, 17, tells_coach=True)]


def remind(now: datetime) -> int:
    """Put what is due now in the outbox, once; returns how many weeks it found untouched."""
    found = 0
    for zone in Enrolment.objects.active().order_by().values_list("zone", flat=True).distinct():
        for step in STEPS:
            weeks = candidates(step, zone, now)
            for start in range(0, len(weeks), BATCH):
                post(step, weeks[start : start + BATCH], now)
            found += len(weeks)
    return found


def candidates(step: Step, zone: str, now: datetime) -> list[Untouched]:
    """The untouched latest weeks in `zone` whose step came within the last 24 hours and was not taken yet. Of a week that
    was open when somebody was brought over, and that nobody told them of, nobody is reminded."""
    tz = ZoneInfo(zone)
    local = now.astimezone(tz).replace(tzinfo=None)
    # Before its hour a step belongs to the day before: so one local day stands for each step.
    opened_on = (local - timedelta(hours=step.hour)).date() - timedelta(days=step.day)
    window = (moment(opened_on, 0, tz), moment(opened_on + timedelta(days=1), 0, tz))
    today = local.date()
    later = Release.objects.filter(enrolment=OuterRef("enrolment"), opened_at__isnull=False, week__number__gt=OuterRef("week__number"))
    paused = Pause.objects.on(today).filter(enrolment=OuterRef("enrolment"))
    rows = (
        Release.objects.filter(opens_at__gte=window[0], opens_at__lt=window[1], opened_at__isnull=False, announced_at__isnull=False)
        .filter(enrolment__status=Status.ACTIVE, enrolment__zone=zone)
        .annotate(key=Concat(Cast("enrolment_id", models.CharField()), Value(":"), Cast("week__number", models.CharField())))
        .filter(~touched(), ~Exists(later), ~Exists(paused), ~told(step))
        .annotate(tired=untouched_before(1) & untouched_before(2))
    )
    if not step.tells_coach:
        rows = rows.filter(tired=False)
    return [Untouched(*row) for row in rows.values_list("enrolment__client_id", "key", "tired")]


def told(step: Step) -> Exists | Q:
    """The step was taken: its mail was posted, or its task to somebody who cares or cared for this client."""
    client = OuterRef("enrolment__client")
    mail = Exists(Notice.objects.filter(recipient=client, kind=step.kind, key=OuterRef("key")))
    if not step.tells_coach:
        return mail
    return mail | Exists(Notice.objects.filter(recipient__clients__client=client, kind=UNTOUCHED, key=OuterRef("key")))


def touched() -> Q:
    of_week = {"enrolment": OuterRef("enrolment"), "week": OuterRef("week")}
    return Q(Exists(Log.objects.filter(**of_week))) | Q(Exists(Practised.objects.filter(**of_week)))


def untouched_before(weeks: int) -> Exists:
    """The week so many before was open to this client, and nothing was written in it. Weeks that were past already when
    the client began say nothing."""
    number = OuterRef("week__number") - weeks
    ended = models.ExpressionWrapper(F("opens_at") + timedelta(days=7), output_field=models.DateTimeField())
    earlier = Release.objects.filter(enrolment=OuterRef("enrolment"), week__number=number, opened_at__isnull=False)
    return Exists(earlier.annotate(ended=ended).filter(~touched(), ended__gt=OuterRef("enrolment__activated_at")))


@transaction.atomic
def post(step: Step, batch: list[Untouched], now: datetime) -> None:
    """The mails, and the coach's tasks, of one batch. After two untouched weeks in a row there is no mail any more."""
    mails = [notice(row.client, step.kind, row.key, now, expires_at=now + WORTH) for row in batch if not row.tired]
    Notice.objects.bulk_create(mails, ignore_conflicts=True)
    if step.tells_coach:
        Notice.objects.bulk_create(tasks(batch, now), ignore_conflicts=True)
    outbox.nudge()


def tasks(batch: list[Untouched], now: datetime) -> list[Notice]:
    """A task on the desk of who cares for each client, for the next working day at nine."""
    practice = Practice.current()
    due_at = moment(next_working_day(practice.local_day(now)), DESK_HOUR, ZoneInfo(practice.zone))
    carers = carers_of({row.client for row in batch}, now)
    return [
        notice(carers[row.client], UNTOUCHED, row.key, now, due_at=due_at, channel=Channel.DESK) for row in batch if row.client in carers
    ]


def notice(
    recipient: int,
    kind: str,
    key: str,
    now: datetime,
    *,
    due_at: datetime | None = None,
    channel: str = Channel.MAIL,
    expires_at: datetime | None = None,
) -> Notice:
    return Notice(
        recipient_id=recipient, kind=kind, key=key, about=key, channel=channel, created_at=now, due_at=due_at or now, expires_at=expires_at
    )
