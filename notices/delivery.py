"""Bringing what waits in the outbox: claim with a lease, decide, send outside any transaction, mark.

A process that dies between sending and marking leaves its lease behind; after five minutes another sends again, with
the same Message-ID. Nothing here imports `notices.outbox` or `notices.tasks`: those import this.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from time import monotonic

from django.db import transaction
from django.db.models import Case, F, Value, When

from accounts.models import Practice, User
from notices import desk, kinds
from notices.kinds import KINDS, Kind
from notices.mails import compose
from notices.models import Attempt, Channel, Notice, NoticeQuerySet
from notices.sending import Line, is_permanent, name_of
from notices.switches import is_muted
from notices.timing import A_WEEK, Quiet, next_moment

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
# As many as go within a lease by a carrier that takes ten seconds for each.
BATCH = 20
# Nothing new is sent in the last minute of a lease.
SECONDS = LEASE.total_seconds() - 60
# After 1, 5, 15 and 60 minutes, then hourly for a day.
BACK_OFF = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)]
# Four steps and then hourly: a day, after which a mail about this week is of last week.
LAST_TRY = 28


def deliver_batch(now: datetime) -> int:
    """Send one batch of what is due. Returns how many notices it took in hand, sent or not; 0 when nothing is due."""
    held = claim(Notice.objects.deliverable(now), now)
    deliver(held, now)
    return len(held)


def deliver_one(notice_pk: int, now: datetime) -> bool:
    """Send one notice now, if it is due and nobody holds it. Returns whether it left; raises nothing of the carrier's."""
    return deliver(claim(Notice.objects.deliverable(now).filter(pk=notice_pk), now), now) == 1


def claim(due: NoticeQuerySet, now: datetime) -> list[Notice]:
    """Take a batch in hand for the length of a lease, urgent kinds first, then the oldest."""
    if not due.exists():  # without this every nudge would take SQLite's one write lock
        return []
    # Somebody sits at the log-in page and waits for a code; all other mail can wait behind it.
    first = Case(When(kind__in=kinds.urgent(), then=Value(0)), default=Value(1))
    with transaction.atomic():
        rows = due.order_by(first, "due_at", "pk").select_for_update(skip_locked=True).values_list("pk", flat=True)
        taken = list(rows[:BATCH])
        Notice.objects.filter(pk__in=taken).update(leased_until=now + LEASE)
    # A database gives rows by their ids in any order it likes.
    return sorted(Notice.objects.filter(pk__in=taken).select_related("recipient"), key=lambda notice: taken.index(notice.pk))


def deliver(held: Sequence[Notice], now: datetime) -> int:
    """Send what was claimed. Returns how many left. What a slow carrier leaves no time for goes when its lease is over."""
    line, until = Line(), monotonic() + SECONDS
    try:
        return sum(deliver_held(notice, line, now) for notice in held if monotonic() < until)
    finally:
        line.close()


def deliver_held(notice: Notice, line: Line, now: datetime) -> bool:
    attempt = None
    try:
        attempt = begin(notice, now)
        if attempt is None:
            return False
        line.send(compose(notice, now))
    except Exception as error:  # noqa: BLE001 - whatever is wrong with this one, it stops nobody else
        mark_failed(notice, attempt, error, now)
        return False
    mark_sent(notice, attempt, now)
    return True


def begin(notice: Notice, now: datetime) -> Attempt | None:
    """Decide under a lock on the person, so that two workers cannot both find room under one cap: drop, postpone, or try."""
    with transaction.atomic():
        # Without the key: others go on writing rows that name this person.
        notice.recipient = User.objects.select_for_update(no_key=True).get(pk=notice.recipient_id)
        if not held(notice).exists():
            return None
        kind = KINDS.get(notice.kind)
        why = reason_to_drop(notice, kind, now)
        if why or kind is None:
            drop(notice, why, now)
            return None
        # Asked under the lock, at sending, and never at posting: quiet hours, caps and switches are as they are now.
        moment = moment_for(notice, kind, now)
        if moment > now:
            postpone(notice, moment)
            return None
        # Written before the carrier is asked: a process that dies there leaves a sign of it.
        return start_try(notice, Attempt.UNFINISHED, now)


def reason_to_drop(notice: Notice, kind: Kind | None, now: datetime) -> str:
    """Why this must not be sent any more; empty when it may."""
    if kind is None:
        return "unknown"
    if not notice.recipient.is_active:
        return "gone"
    if notice.expires_at and notice.expires_at <= now:
        return "expired"
    if is_muted(notice):
        return "muted"
    return "" if kind.wanted(notice) else "unwanted"


def moment_for(notice: Notice, kind: Kind, now: datetime) -> datetime:
    """When this mail may go. What the office sends again by hand waits for quiet hours, and for no cap."""
    if kind.urgent:
        return now
    practice = Practice.current()
    capped = kind.capped and not notice.resends
    return next_moment(
        now,
        zone=notice.recipient.zone,
        quiet=Quiet(practice.quiet_from, practice.quiet_until),
        capped=capped,
        on_sunday=kind.on_sunday,
        sent=sent_lately(notice, now) if capped else (),
    )


def sent_lately(notice: Notice, now: datetime) -> list[datetime]:
    """When this person got capped mail in the last week; what leaves at this moment counts as now."""
    capped = Notice.objects.of(notice.recipient).filter(channel=Channel.MAIL, kind__in=kinds.capped()).exclude(pk=notice.pk)
    # A day more than the week: the cap counts local days, and those begin up to fourteen hours from ours.
    left = capped.left_or_leaving(since=now - A_WEEK - timedelta(days=1), now=now).values_list("pk", "sent_at")
    return [at or now for _, at in left]


def held(notice: Notice) -> NoticeQuerySet:
    """The notice, if our claim on it still stands."""
    return Notice.objects.held_with(notice.leased_until).filter(pk=notice.pk)


def start_try(notice: Notice, error: str, now: datetime) -> Attempt:
    held(notice).update(tries=F("tries") + 1)
    notice.tries += 1
    return Attempt.objects.create(notice=notice, at=now, error=error)


def mark_sent(notice: Notice, attempt: Attempt, now: datetime) -> None:
    with transaction.atomic():
        Attempt.objects.filter(pk=attempt.pk).update(error="")
        if not held(notice).update(sent_at=now, leased_until=None, sealed=None):
            log.warning("notice %s left after its lease was over: it may arrive twice", notice.pk)


def mark_failed(notice: Notice, attempt: Attempt | None, error: Exception, now: datetime) -> None:
    log.warning("notice %s did not leave: %s", notice.pk, name_of(error))
    with transaction.atomic():
        if attempt is None:
            attempt = start_try(notice, name_of(error), now)
        Attempt.objects.filter(pk=attempt.pk).update(error=name_of(error))
        if is_permanent(error):
            give_up(notice, "refused", now)
        elif notice.tries >= LAST_TRY:
            give_up(notice, "failed", now)
        else:
            postpone(notice, now + pause_after(notice.tries))


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many tries."""
    return BACK_OFF[min(tries, len(BACK_OFF)) - 1]


def give_up(notice: Notice, why: str, now: datetime) -> None:
    if drop(notice, why, now):
        desk.tell_of_failure(notice, now)


def drop(notice: Notice, why: str, now: datetime) -> bool:
    return bool(held(notice).update(dropped_at=now, dropped_why=why, leased_until=None, sealed=None))


def postpone(notice: Notice, moment: datetime) -> None:
    """Let go until `moment`, or until it expires: then it is taken in hand once more, and its secret wiped."""
    held(notice).update(due_at=min(moment, notice.expires_at or moment), leased_until=None)
