"""Keeping promises: the coach is warned a day ahead, and what passes without an answer gets a new day, openly and once.

Each log has its own promise; what is told is told once for a week of a client. Each step locks one enrolment and looks again.
"""

from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from django.db import transaction

from accounts.absence import closed_for
from accounts.access import coach_of
from accounts.models import Practice, User
from exercises.models import DUE, Log, LogQuerySet, Why
from exercises.promise import made_good_by
from notices import outbox
from notices.models import Channel
from programme.models import Enrolment
from programme.release import locked

AHEAD: Final = timedelta(hours=24)
NEAR, MISSED, LATER = "promise-near", "promise-missed", "answer-later"


def keep(now: datetime) -> None:
    """Warn of what is due within 24 hours, and give a new day to what passed. As often as one likes."""
    for enrolment in enrolments(near(now)):
        warn(enrolment=enrolment, now=now)
    for enrolment in enrolments(missed(now)):
        miss(enrolment=enrolment, now=now)


def near(now: datetime) -> LogQuerySet:
    """What is due within 24 hours and is in no finished answer."""
    return Log.objects.visible(now).unanswered().filter(week__isnull=False).due_after(now).due_until(now + AHEAD)


def missed(now: datetime) -> LogQuerySet:
    """What passed its moment without an answer that arrived, and was not noticed yet."""
    return Log.objects.visible(now).awaiting(now).filter(week__isnull=False).due_until(now).unnoticed()


def enrolments(logs: LogQuerySet) -> list[Enrolment]:
    return list(Enrolment.objects.filter(pk__in=logs.order_by().values("enrolment")).order_by("pk"))


def by_week(logs: LogQuerySet) -> list[tuple[int, list[Log]]]:
    rows = logs.select_related("week").order_by("week__number", DUE, "pk")
    return [(number, list(group)) for number, group in groupby(rows, key=lambda log: log.week.number if log.week else 0)]


@transaction.atomic
def warn(*, enrolment: Enrolment, now: datetime) -> None:
    """Put each week that is nearly due on the desk of who answers now, once for each moment."""
    # Found without a lock: an answer may have been published since, so it is asked again behind one.
    enrolment = locked(enrolment)
    coach = coach_of(enrolment.client, now)
    for number, logs in by_week(near(now).of(enrolment)):
        tell(coach, NEAR, f"{enrolment.pk}:{number}", logs[0].answer_by or now, now)


@transaction.atomic
def miss(*, enrolment: Enrolment, now: datetime) -> None:
    """Note what was not kept, tell the client the new day, and tell who answers now.

    What misses its second day too gets no third from a machine: from then on the client is told that somebody knows.
    """
    enrolment = locked(enrolment)
    coach = coach_of(enrolment.client, now)
    for number, logs in by_week(missed(now).of(enrolment)):
        about, passed = f"{enrolment.pk}:{number}", logs[0].answer_by or now
        renewed = [renew(log, coach, now) for log in logs]
        tell(coach, MISSED, about, passed, now)
        if any(renewed):
            outbox.post(recipient=enrolment.client, kind=LATER, key=key_of(about, passed), about=about, now=now)


def renew(log: Log, coach: User | None, now: datetime) -> bool:
    """Returns whether the log has a new day. One whose answer is under way has the moment at which that arrives; a day that went
    by as well before anybody looked is missed at once."""
    passed = log.answer_by or now
    log.missed_at = passed
    if log.repromised_why != Why.MISSED:
        arriving = log.reviews.under_way(now).order_by("published_at").values_list("published_at", flat=True).first()
        new = arriving or made_good_by(passed, Practice.current(), shut=closed_for(coach))
        log.repromised_at, log.repromised_why, log.missed_at = new, Why.MISSED, passed if new > now else new
    log.save(update_fields=["missed_at", "repromised_at", "repromised_why"])
    return (log.answer_by or now) > now


def tell(coach: User | None, kind: str, about: str, due: datetime, now: datetime) -> None:
    if coach:
        outbox.post(recipient=coach, kind=kind, key=key_of(about, due), about=about, now=now, channel=Channel.DESK)


def key_of(about: str, due: datetime) -> str:
    # The moment is in the key: a promise that moved is warned of, or missed, anew.
    return f"{about}:{int(due.timestamp())}"
