"""The coach's morning in one mail, on answer days at the hour of the letters: numbers only, and none when there is nothing to say."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from accounts.absence import closed_for
from accounts.models import Practice, User
from exercises.models import Log
from exercises.promise import answer_days
from exercises.reminders import UNTOUCHED
from notices import outbox
from notices.kinds import KINDS
from notices.models import Notice
from programme.brake import KIND as BRAKE
from programme.calendar import moment

KIND: Final = "digest"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Weeks whose answer is due today or was due, things put on top, times the brake was used, and weeks that stayed untouched."""

    due: int
    on_top: int
    brake: int
    untouched: int

    @property
    def nothing(self) -> bool:
        return not (self.due or self.on_top or self.brake or self.untouched)


def post_due(now: datetime) -> None:
    """Put today's digest in the outbox of every coach who works today and has something to do, once a day."""
    practice = Practice.current()
    local = now.astimezone(ZoneInfo(practice.zone))
    if local.time() < practice.letters_at:
        return
    for member in User.objects.coaches():
        if is_answer_day(member, practice, now) and not numbers(member, now).nothing:
            # The day is the key: beat asks every five minutes, and the first that finds something has said it.
            outbox.post(recipient=member, kind=KIND, key=str(local.date()), now=now)


def is_answer_day(member: User, practice: Practice, now: datetime) -> bool:
    """An answer day on which this member works, or a day that took the place of one: something is due on it."""
    day = practice.local_day(now)
    if day in closed_for(member):
        return False
    return day.weekday() in dict(answer_days(practice)) or due_today(member, practice, now) > 0


def numbers(member: User, now: datetime) -> Numbers:
    """Of this moment."""
    tasks = Notice.objects.on_desk().of(member).filter(due_at__lte=now)
    quiet = [notice for notice in tasks.filter(kind=UNTOUCHED) if KINDS[UNTOUCHED].wanted(notice)]
    return Numbers(
        due=due_today(member, Practice.current(), now),
        on_top=Log.objects.readable_by_coach(member, now).unanswered().filter(on_top_at__isnull=False).count(),
        brake=tasks.filter(kind=BRAKE).count(),
        untouched=len(quiet),
    )


def due_today(member: User, practice: Practice, now: datetime) -> int:
    """How many weeks of clients wait for an answer that is promised before this day ends."""
    tz = ZoneInfo(practice.zone)
    ends = moment(now.astimezone(tz).date() + timedelta(days=1), 0, tz)
    rows = Log.objects.readable_by_coach(member, now).unanswered().filter(week__isnull=False).due_until(ends)
    return rows.order_by().values("enrolment", "week").distinct().count()


def details(member: User, now: datetime) -> dict[str, object]:
    """As a mail takes them."""
    return dict(asdict(numbers(member, now)))
